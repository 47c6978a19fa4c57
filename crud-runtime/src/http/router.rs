//! The routes: per table one endpoint for the collection and one for a record, and what stands
//! around them.

use std::sync::Arc;

use axum::Router;

use super::endpoint::{Endpoint, Target};
use super::resource::Resource;
use super::service::Service;
use crate::model::{ColumnType, Operation, Table};

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
        let path = format!("/{}", table.path);
        if serves(table, false) {
            let target = Target::Collection(Arc::clone(&resource));
            router = router.route_service(&path, route(target));
        }
        if serves(table, true) {
            let target = || Target::Record(Arc::clone(&resource));
            router = router.route_service(&format!("{path}/{{key}}"), route(target()));
            if has_empty_key(table) {
                router = router.route_service(&format!("{path}/"), route(target()));
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

/// Whether a table has operations on records, or on the collection.
fn serves(table: &Table, on_record: bool) -> bool {
    Operation::ALL
        .iter()
        .any(|operation| operation.on_record() == on_record && table.serves(*operation))
}

/// Whether a key can be the empty text, which no path parameter matches.
fn has_empty_key(table: &'static Table) -> bool {
    matches!(table.key, [only] if matches!(table.columns[*only].column_type, ColumnType::Text))
}

#[cfg(test)]
#[path = "router_tests.rs"]
mod tests;
