//! The routes: per table one endpoint for each of its places, and what stands around them.

use std::sync::Arc;

use axum::Router;

use super::endpoint::{Endpoint, Target};
use super::resource::Resource;
use super::service::Service;
use crate::model::{ColumnType, Place, Table};

/// All routes; whatever is asked for elsewhere is answered with a 404.
pub(crate) fn router(service: &Arc<Service>) -> Router {
    routes(service).fallback_service(Endpoint::new(service, Target::Nowhere))
}

/// All routes without the answer for everything else.
fn routes(service: &Arc<Service>) -> Router {
    let mut router = Router::new();
    let route = |target| Endpoint::new(service, target);
    for table in &service.tables {
        let resource = Arc::new(Resource::new(table));
        let base = format!("/{}", table.path);
        for place in table.places() {
            let target = || Target::Resource(Arc::clone(&resource), place);
            let path = match place {
                Place::Collection => base.clone(),
                Place::Query => format!("{base}:query"),
                Place::Record => format!("{base}/{{key}}"),
            };
            router = router.route_service(&path, route(target()));
            if place == Place::Record && has_empty_key(table) {
                router = router.route_service(&format!("{base}/"), route(target()));
            }
        }
    }
    for position in 0..service.documents.len() {
        let path = service.documents[position].path.clone();
        router = router.route_service(&path, route(Target::Document(position)));
    }
    router
        .route_service("/problems", route(Target::Problems))
        .route_service("/problems/{kind}", route(Target::Problem))
        .route_service("/livez", route(Target::Live))
        .route_service("/readyz", route(Target::Ready))
}

/// Whether a key can be the empty text, which no path parameter matches.
fn has_empty_key(table: &'static Table) -> bool {
    matches!(table.key, [only] if matches!(table.columns[*only].column_type, ColumnType::Text))
}

#[cfg(test)]
#[path = "router_tests.rs"]
mod tests;
