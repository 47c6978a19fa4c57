//! Describing routes of the user's own.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::Route;

/// Describes a route of your own for the document; what serves it is a router of yours.
///
/// ```
/// use crud_runtime::Route;
/// use crud_runtime::schemars::{self, JsonSchema};
///
/// #[derive(JsonSchema)]
/// struct Health {
///     shelves: u32,
/// }
///
/// let route = Route::get("/shelves/{room}")
///     .summary("How full a room is")
///     .parameter::<u32>("room", "The room's number")
///     .response::<Health>(200, "How full it is");
/// assert_eq!(route.path, "/shelves/{room}");
/// ```
impl Route {
    /// Any method; the path stands below the application's and has its parameters in braces.
    #[must_use]
    pub fn new(method: impl Into<String>, path: impl Into<String>) -> Self {
        Self { method: method.into(), path: path.into(), operation: json!({}) }
    }

    /// `GET`
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    /// `POST`
    #[must_use]
    pub fn post(path: impl Into<String>) -> Self {
        Self::new("POST", path)
    }

    /// `PUT`
    #[must_use]
    pub fn put(path: impl Into<String>) -> Self {
        Self::new("PUT", path)
    }

    /// `PATCH`
    #[must_use]
    pub fn patch(path: impl Into<String>) -> Self {
        Self::new("PATCH", path)
    }

    /// `DELETE`
    #[must_use]
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new("DELETE", path)
    }

    /// What it does, in a line.
    #[must_use]
    pub fn summary(self, summary: impl Into<String>) -> Self {
        self.member("summary", summary.into().into())
    }

    /// What it does, in Markdown.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        self.member("description", description.into().into())
    }

    /// The group in which the document lists it.
    #[must_use]
    pub fn tag(self, tag: impl Into<String>) -> Self {
        self.member("tags", json!([tag.into()]))
    }

    /// A parameter: of the path when its name stands there in braces, else of the query.
    #[must_use]
    pub fn parameter<T: JsonSchema>(mut self, name: &str, description: &str) -> Self {
        let in_path = self.path.contains(&format!("{{{name}}}"));
        let parameter = json!({
            "name": name,
            "in": if in_path { "path" } else { "query" },
            "required": in_path,
            "description": description,
            "schema": schema::<T>(),
        });
        let parameters = self.members().entry("parameters").or_insert_with(|| json!([]));
        if let Value::Array(parameters) = parameters {
            parameters.push(parameter);
        }
        self
    }

    /// The JSON body that it takes.
    #[must_use]
    pub fn body<T: JsonSchema>(self, description: impl Into<String>) -> Self {
        let body = json!({
            "description": description.into(),
            "required": true,
            "content": {"application/json": {"schema": schema::<T>()}},
        });
        self.member("requestBody", body)
    }

    /// An answer with a JSON body.
    #[must_use]
    pub fn response<T: JsonSchema>(self, status: u16, description: &str) -> Self {
        let content = json!({"application/json": {"schema": schema::<T>()}});
        self.answer(status, json!({"description": description, "content": content}))
    }

    /// An answer without a body, or with one that is no JSON.
    #[must_use]
    pub fn empty_response(self, status: u16, description: &str) -> Self {
        self.answer(status, json!({"description": description}))
    }

    fn answer(mut self, status: u16, answer: Value) -> Self {
        let responses = self.members().entry("responses").or_insert_with(|| json!({}));
        if let Value::Object(responses) = responses {
            responses.insert(status.to_string(), answer);
        }
        self
    }

    fn member(mut self, name: &str, value: Value) -> Self {
        self.members().insert(name.to_owned(), value);
        self
    }

    fn members(&mut self) -> &mut Map<String, Value> {
        if !self.operation.is_object() {
            self.operation = json!({});
        }
        match &mut self.operation {
            Value::Object(members) => members,
            _ => unreachable!("it was made an object just now"),
        }
    }
}

/// A type's schema, complete in itself.
fn schema<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    // `uint32` and its like are of schemars' own making; the bounds beside them say the same.
    RecursiveTransform(|schema: &mut Schema| {
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        if format.starts_with("uint") || format.starts_with("int") {
            schema.remove("format");
        }
    })
    .transform(&mut schema);
    schema
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Route;

    #[test]
    fn a_route_becomes_an_operation() {
        let route = Route::post("/books/{id}/loans")
            .summary("Lends a book")
            .parameter::<u32>("id", "the book")
            .parameter::<bool>("remind", "whether to write a letter")
            .body::<Vec<String>>("who borrows it")
            .response::<u32>(201, "the loan");
        let operation = &route.operation;
        assert_eq!(operation["parameters"][0]["in"], "path");
        assert_eq!(operation["parameters"][1]["in"], "query");
        assert_eq!(operation["parameters"][1]["schema"]["type"], "boolean");
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body["items"], json!({"type": "string"}));
        let answer = &operation["responses"]["201"];
        let schema = &answer["content"]["application/json"]["schema"];
        assert_eq!(schema["minimum"], 0);
        assert_eq!(schema.get("format"), None, "no tool knows `uint32`");
    }
}
