//! The documents that an application serves about itself.

use super::Core;
use crate::config::Settings;
use crate::export::{ARTEFACTS, Api, Artefact};
use crate::http::Document;

/// The documents that an application serves about itself.
pub(crate) fn documents(core: &Core, settings: &Settings) -> Vec<Document> {
    let api = core.api();
    let origin = settings.base_url.as_deref().and_then(origin).unwrap_or_default();
    ARTEFACTS.iter().map(|artefact| document(artefact, &api, origin)).collect()
}

fn document(artefact: &'static Artefact, api: &Api, origin: &str) -> Document {
    let (api, origin) = (api.clone(), origin.to_owned());
    Document::based(artefact.path, artefact.media_type, move |base| {
        let base = format!("{origin}{base}");
        (artefact.render)(&Api { base, ..api.clone() }).into_bytes()
    })
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
