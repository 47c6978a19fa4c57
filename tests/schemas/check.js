// Compiles every schema of a running server in ajv's strict mode (JSON Schema 2020-12), and holds every default and
// every example against the schema it stands in.
//
//     node check.js http://127.0.0.1:3000
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;

// What JSON Schema 2020-12 names itself; ajv-formats knows more, which no standard client has to know.
const FORMATS = [
  "date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "json-pointer", "regex",
  "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid",
];

// Where a schema holds further schemas: as one, as a list, or by name.
const ONE = ["additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
  "unevaluatedItems", "unevaluatedProperties"];
const LIST = ["allOf", "anyOf", "oneOf", "prefixItems"];
const NAMED = ["$defs", "dependentSchemas", "patternProperties", "properties"];

const counts = { schemas: 0, values: 0 };
const problems = [];

async function main(url) {
  const document = await fetchJson(`${url}/openapi.json`);
  checkDocument(`${url}/openapi.json`, document);
  // Every entity has a tag.
  for (const { name } of document.tags) {
    const place = `${url}/schemas/${name}`;
    checkSchema(place, await fetchJson(place));
  }

  problems.forEach((problem) => console.log(problem));
  console.log(`${url}: ${counts.schemas} schemas, ${counts.values} defaults and examples, ${problems.length} problems`);
  if (counts.schemas === 0 || counts.values === 0) throw new Error("nothing was checked");
  if (problems.length > 0) process.exitCode = 1;
}

// An OpenAPI document is no schema; those in it stand in the components, and as `schema` of parameters, headers and
// media types, which may carry examples beside it. They are gathered under the `$defs` of one schema.
function checkDocument(place, document) {
  const text = JSON.stringify(document).replaceAll('"$ref":"#/components/schemas/', `"$ref":"${place}#/$defs/`);
  const { components, ...rest } = JSON.parse(text);
  const $defs = { ...components.schemas };
  const beside = [];
  eachHolder({ components, ...rest }, "", (holder, pointer) => {
    $defs[pointer] = holder.schema;
    const examples = Object.values(holder.examples ?? {}).map((example) => example.value);
    if ("example" in holder) examples.push(holder.example);
    examples.forEach((value) => beside.push([pointer, value]));
  });
  const ajv = newAjv();
  ajv.addSchema({ $id: place, $defs });
  Object.entries($defs).forEach(([name, schema]) => checkAt(ajv, place, pointerTo("", ["$defs", name]), schema));
  beside.forEach(([name, value]) => hold(ajv, place, pointerTo("", ["$defs", name]), value));
}

function checkSchema(place, schema) {
  const ajv = newAjv();
  ajv.addSchema(schema, place);
  checkAt(ajv, schema.$id ? new URL(schema.$id, place).href : place, "", schema);
}

function newAjv() {
  const ajv = new Ajv({ strict: true, allErrors: true });
  addFormats(ajv, FORMATS);
  return ajv;
}

// One schema: it compiles, and so does each in it that has values to hold.
function checkAt(ajv, place, pointer, schema) {
  counts.schemas += 1;
  if (!compile(ajv, place, pointer)) return;
  eachSubschema(schema, pointer, (inner, at) => {
    const values = [...(inner.examples ?? [])];
    if ("default" in inner) values.push(inner.default);
    if ("example" in inner) values.push(inner.example);
    values.forEach((value) => hold(ajv, place, at, value));
  });
}

function hold(ajv, place, pointer, value) {
  counts.values += 1;
  const fits = compile(ajv, place, pointer);
  if (fits && !fits(value)) {
    problems.push(`${place}#${pointer}: ${JSON.stringify(value)} does not fit: ${ajv.errorsText(fits.errors)}`);
  }
}

function compile(ajv, place, pointer) {
  try {
    return ajv.compile({ $ref: `${place}#${encodeURI(pointer)}` });
  } catch (error) {
    problems.push(`${place}#${pointer}: ${error.message}`);
    return null;
  }
}

function eachSubschema(schema, pointer, visit) {
  if (typeof schema !== "object" || schema === null) return;
  visit(schema, pointer);
  const descend = (inner, ...names) => eachSubschema(inner, pointerTo(pointer, names), visit);
  ONE.forEach((word) => descend(schema[word], word));
  LIST.forEach((word) => (schema[word] ?? []).forEach((inner, index) => descend(inner, word, index)));
  NAMED.forEach((word) => Object.entries(schema[word] ?? {}).forEach(([name, inner]) => descend(inner, word, name)));
}

// Every object outside the component schemas that has a `schema`.
function eachHolder(value, pointer, visit) {
  if (typeof value !== "object" || value === null || pointer === "/components/schemas") return;
  if (value.schema) {
    visit(value, pointer);
    return;
  }
  Object.entries(value).forEach(([name, inner]) => eachHolder(inner, pointerTo(pointer, [name]), visit));
}

function pointerTo(pointer, names) {
  return names.reduce((path, name) => `${path}/${String(name).replace(/~/g, "~0").replace(/\//g, "~1")}`, pointer);
}

async function fetchJson(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

main(process.argv[2]).catch((error) => {
  console.error(`schemas/check.js: ${error.message}`);
  process.exitCode = 1;
});
