//! The documents that an application serves about itself.

use super::Core;
use crate::config::Settings;
use crate::export;
use crate::http::Document;

/// The documents that an application serves about itself.
pub(crate) fn documents(core: &Core, settings: &Settings) -> Vec<Document> {
    let mut api = core.api();
    settings.base_url.as_deref().and_then(origin).unwrap_or_default().clone_into(&mut api.base);
    export::documents(api).into_iter().map(Document::from).collect()
}

/// Scheme and host of an absolute URL; its path comes with every request, together with what
/// routers have cut off.
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
