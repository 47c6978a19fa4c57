//! The documents that an application serves about itself.

use std::sync::Arc;

use super::Core;
use crate::config::Settings;
use crate::export::openapi;
use crate::http::Document;

/// The documents that an application serves about itself.
pub(crate) fn documents(core: &Arc<Core>, settings: &Settings) -> Vec<Document> {
    let api = core.api();
    let origin = settings.base_url.as_deref().and_then(origin).unwrap_or_default().to_owned();
    let openapi = Document::based("/openapi.json", "application/json", move |base| {
        let mut api = api.clone();
        api.base = format!("{origin}{base}");
        openapi::render(&api).into_bytes()
    });
    vec![openapi]
}

/// Scheme and host of an absolute URL.
fn origin(base: &str) -> Option<&str> {
    let (_, rest) = base.split_once("://")?;
    let path = rest.find('/').map_or(0, |slash| rest.len() - slash);
    Some(&base[..base.len() - path])
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin("https://example.com/v1"), Some("https://example.com"));
        assert_eq!(origin("https://example.com"), Some("https://example.com"));
        assert_eq!(origin("/v1"), None);
    }
}
