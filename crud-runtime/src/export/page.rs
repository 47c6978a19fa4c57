//! `/docs`: a page from which a person can call the API. Everything that it loads is embedded.

use std::borrow::Cow;

use super::Api;
use super::document::{Content, Document};
use super::erd::escape;

const INDEX: &str = include_str!("../../assets/docs/index.html");

/// Nothing from elsewhere, no inline scripts. Swagger UI sets styles on elements and has its
/// icons as `data:` URLs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// The page and what it loads. All references in it are relative, so that it works below any
/// path.
pub(super) fn documents(api: &Api) -> Vec<Document> {
    let index = Content::Fixed(Cow::Owned(index(api).into_bytes()));
    let text = |text: &'static str| Content::Fixed(Cow::Borrowed(text.as_bytes()));
    let document = |path: &str, content_type, content| {
        let policy = Some(POLICY).filter(|_| content_type == HTML);
        Document { path: path.to_owned(), content_type, policy, content }
    };
    vec![
        document("/docs", HTML, index),
        document("/docs/docs.css", STYLE, text(include_str!("../../assets/docs/docs.css"))),
        document("/docs/docs.js", SCRIPT, text(include_str!("../../assets/docs/docs.js"))),
        document("/docs/theme.js", SCRIPT, text(include_str!("../../assets/docs/theme.js"))),
        document(
            "/docs/icon.svg",
            "image/svg+xml",
            text(include_str!("../../assets/docs/icon.svg")),
        ),
        document(
            "/docs/swagger-ui.css",
            STYLE,
            Content::Gzip(include_bytes!("../../assets/swagger-ui/swagger-ui.css.gz")),
        ),
        document(
            "/docs/swagger-ui-bundle.js",
            SCRIPT,
            Content::Gzip(include_bytes!("../../assets/swagger-ui/swagger-ui-bundle.js.gz")),
        ),
    ]
}

fn index(api: &Api) -> String {
    let file: String =
        api.name.chars().map(|one| if one.is_alphanumeric() { one } else { '-' }).collect();
    INDEX
        .replace("%NAME%", &escape(&api.name))
        .replace("%VERSION%", &escape(&api.version))
        .replace("%FILE%", &file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_loads_only_what_is_served_with_it() {
        let api = Api::new("a <b> & \"c\"", Vec::new());
        let index = index(&api);
        assert!(index.contains("a &lt;b&gt; &amp; &quot;c&quot;"));
        let served: Vec<_> = crate::export::documents(api)
            .into_iter()
            .map(|document| document.path.trim_start_matches('/').to_owned())
            .collect();
        let after = |mark: &'static str| index.split(mark).skip(1);
        for rest in after("href=\"").chain(after("src=\"")) {
            let reference = rest.split('"').next().unwrap().to_owned();
            assert!(served.contains(&reference), "{reference} is not served");
        }
        assert!(!index.contains("//"), "everything is beside the page");
    }
}
