//! Definitions that several schemas share: enums, and the types of JSON documents.

use std::collections::HashMap;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::document;
use super::value::members;
use crate::model::{EnumType, JsonType};

/// Where shared definitions go.
pub(crate) trait Definitions {
    /// The schema of an enum's words.
    fn enumeration(&mut self, words: &'static EnumType) -> Map<String, Value>;

    /// The schema of a document; `partial` is what a merge patch of one may hold.
    fn document(&mut self, json_type: &'static JsonType, partial: bool) -> Map<String, Value>;
}

/// Definitions under one path of a document, each with a name of its own.
pub(crate) struct Components {
    path: &'static str,
    schemas: Map<String, Value>,
    names: HashMap<String, String>,
    generator: SchemaGenerator,
}

/// Where schemars thinks that its definitions go; each reference to it is moved.
const FOREIGN: &str = "/foreign";

impl Components {
    /// None yet; references begin with `path`, `#/components/schemas/`.
    pub(crate) fn new(path: &'static str) -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = FOREIGN.into();
            settings.meta_schema = None;
        });
        Self {
            path,
            schemas: Map::new(),
            names: HashMap::new(),
            generator: settings.into_generator(),
        }
    }

    /// Keeps a name for a schema that is inserted later.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.schemas.insert(name.to_owned(), Value::Null);
    }

    /// Sets the schema of a name.
    pub(crate) fn insert(&mut self, name: String, schema: Value) {
        self.schemas.insert(name, schema);
    }

    /// A name that nothing has yet: the wished one, or one with a number behind it.
    pub(crate) fn free(&mut self, wished: &str) -> String {
        let plain: String = wished
            .chars()
            .map(|character| if character.is_ascii_alphanumeric() { character } else { '_' })
            .collect();
        let numbered = (2..).map(|number| format!("{plain}{number}"));
        let name = std::iter::once(plain.clone())
            .chain(numbered)
            .find(|name| !self.schemas.contains_key(name))
            .unwrap_or(plain);
        self.reserve(&name);
        name
    }

    /// A reference to this schema, under the wished name or one with a number behind it; one that
    /// is there already is not added again.
    pub(crate) fn shared(&mut self, wished: &str, schema: Value) -> Value {
        let numbered = |name: &str| {
            let rest = name.strip_prefix(wished);
            rest.is_some_and(|rest| rest.chars().all(|digit| digit.is_ascii_digit()))
        };
        let known = self.schemas.iter().find(|(name, known)| numbered(name) && **known == schema);
        let name = if let Some((name, _)) = known {
            name.clone()
        } else {
            let name = self.free(wished);
            self.insert(name.clone(), schema);
            name
        };
        self.reference(&name)
    }

    /// A reference to a definition.
    pub(crate) fn reference(&self, name: &str) -> Value {
        json!({"$ref": format!("{}{name}", self.path)})
    }

    /// All definitions.
    pub(crate) fn finish(self) -> Map<String, Value> {
        self.schemas
    }

    /// Moves a schema of schemars here, with all that it refers to.
    fn adopt(&mut self, mut schema: Value, partial: bool) -> Value {
        document::clean(&mut schema);
        if partial {
            document::make_partial(&mut schema);
        }
        document::each_reference(&mut schema, &mut |reference| {
            let foreign = reference.strip_prefix("#/foreign/")?;
            let partial = foreign.strip_suffix(document::PARTIAL);
            let name = self.definition(partial.unwrap_or(foreign), partial.is_some())?;
            Some(format!("{}{name}", self.path))
        });
        schema
    }

    /// The name that a definition of schemars has here.
    fn definition(&mut self, foreign: &str, partial: bool) -> Option<String> {
        let identity = format!("{foreign} {partial}");
        if let Some(name) = self.names.get(&identity) {
            return Some(name.clone());
        }
        let schema = self.generator.definitions().get(foreign)?.clone();
        let name = self.free(&if partial { format!("{foreign}Patch") } else { foreign.to_owned() });
        // Known before its schema is, because a type may hold itself.
        self.names.insert(identity, name.clone());
        let schema = self.adopt(schema, partial);
        self.insert(name.clone(), schema);
        Some(name)
    }
}

impl Definitions for Components {
    fn enumeration(&mut self, words: &'static EnumType) -> Map<String, Value> {
        let identity = format!("{}:{}", words.name, words.variants.join(","));
        let name = if let Some(name) = self.names.get(&identity) {
            name.clone()
        } else {
            let name = self.free(words.name);
            self.names.insert(identity, name.clone());
            self.insert(name.clone(), Value::Object(of_enum(words)));
            name
        };
        members(self.reference(&name))
    }

    fn document(&mut self, json_type: &'static JsonType, partial: bool) -> Map<String, Value> {
        let schema = (json_type.schema)(&mut self.generator).to_value();
        members(self.adopt(schema, partial))
    }
}

/// A user's own generator keeps schemars' definitions as they are.
impl Definitions for SchemaGenerator {
    fn enumeration(&mut self, words: &'static EnumType) -> Map<String, Value> {
        of_enum(words)
    }

    fn document(&mut self, json_type: &'static JsonType, _partial: bool) -> Map<String, Value> {
        members((json_type.schema)(self).to_value())
    }
}

fn of_enum(words: &EnumType) -> Map<String, Value> {
    let mut schema = members(json!({"type": "string", "enum": words.variants}));
    if !words.description.is_empty() {
        schema.insert("description".to_owned(), json!(words.description));
    }
    schema
}

/// A document that a type takes, made from its schema.
pub(super) fn instance(json_type: &'static JsonType) -> Option<Value> {
    let mut components = Components::new("");
    let schema = Value::Object(components.document(json_type, false));
    let definitions = components.finish();
    let instance = document::instance(&schema, &definitions, 0)?;
    (json_type.check)(&instance).is_ok().then_some(instance)
}
