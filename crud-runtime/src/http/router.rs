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
            for path in paths(table, place) {
                router = router.route_service(&format!("{base}{path}"), route(target()));
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

/// The paths of a place behind the collection's.
fn paths(table: &'static Table, place: Place) -> Vec<String> {
    let with_key = |rest: &str| {
        let mut paths = vec![format!("/{{key}}{rest}")];
        paths.extend(has_empty_key(table).then(|| format!("/{rest}")));
        paths
    };
    match place {
        Place::Collection => vec![String::new()],
        Place::Query => vec![":query".to_owned()],
        Place::Aggregate => vec![":aggregate".to_owned()],
        Place::Record => with_key(""),
        Place::Related(relation) => with_key(&format!("/{}", table.relations[relation].segment())),
        Place::Link(relation) => {
            let relation = &table.relations[relation];
            let mut paths = with_key(&format!("/{}/{{other}}", relation.segment()));
            if has_empty_key((relation.target)()) {
                paths.extend(with_key(&format!("/{}/", relation.segment())));
            }
            paths
        }
    }
}

/// Whether a key can be the empty text, which no path parameter matches.
fn has_empty_key(table: &'static Table) -> bool {
    matches!(table.key, [only] if matches!(table.columns[*only].column_type, ColumnType::Text))
}

#[cfg(test)]
#[path = "router_tests.rs"]
mod tests;
