"""Reads and writes every table of an inspected database over HTTP.

judge.py URL FOLDER: the folder has the structs. Each list is served and has the rows that are there, each record is read by its own path, a patch of what
it has is taken and answered with what a read shows afterwards, and a filter by its key finds it alone.
"""

import json
import pathlib
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

server = sys.argv[1]
failures = []

# The members of each entity's key, in order.
keys = {}
for file in pathlib.Path(sys.argv[2]).glob("*.rs"):
    struct = re.search(r"pub struct (\w+) \{(.*?)\n\}", file.read_text(), re.S)
    if struct:
        key = re.findall(r"#\[crud\(\s*primary_key(?:.*?)\)\]\s*pub (?:r#)?(\w+):", struct[2], re.S)
        keys[struct[1]] = key


def ask(method, path, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        headers["content-type"] = "application/json"
    request = urllib.request.Request(server + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None, answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, json.loads(answer.read() or b"null"), answer.headers


def expect(status, wanted, what, answer):
    if status != wanted:
        failures.append(f"{what}: {status}, not {wanted}: {answer}")
    return status == wanted


document = ask("GET", "/openapi.json")[1]
lists = records = 0
for path, operations in document["paths"].items():
    if "{" in path or "get" not in operations or path + "/{" not in "".join(document["paths"]):
        continue
    item_path = next(other for other in document["paths"] if other.startswith(path + "/{"))
    status, page, _ = ask("GET", path)
    if not expect(status, 200, f"GET {path}", page):
        continue
    lists += 1
    if not page["items"]:
        failures.append(f"GET {path}: no record, where the fixture has some")
    # Every page by itself is all of them together.
    paged, following = [], path + "?limit=1"
    while following and len(paged) <= len(page["items"]):
        status, one, headers = ask("GET", following)
        if not expect(status, 200, f"GET {following}", one):
            break
        paged += one["items"]
        following = path + "?limit=1&cursor=" + urllib.parse.quote(one["next"]) if one.get("next") else None
    if paged != page["items"]:
        failures.append(f"GET {path}: page by page there are {paged}, at once {page['items']}")
    answer = next(iter(operations["get"]["responses"]["200"]["content"].values()))
    names = keys[answer["schema"]["$ref"].split("/")[-1].removesuffix("Page")]
    for item in page["items"]:
        own = f"{path}/" + ",".join(urllib.parse.quote(str(item[name]), safe="") for name in names)
        status, record, headers = ask("GET", own)
        if not expect(status, 200, f"GET {own}", record):
            continue
        records += 1
        if record != item:
            failures.append(f"GET {own}: {record}, in the list {item}")
        query = "&".join(f"{name}={urllib.parse.quote(str(item[name]))}" for name in names)
        status, found, _ = ask("GET", f"{path}?{query}")
        if expect(status, 200, f"GET {path}?{query}", found) and found["items"] != [item]:
            failures.append(f"GET {path}?{query}: {found['items']}")
        if "patch" not in document["paths"][item_path]:
            continue
        schema = document["paths"][item_path]["patch"]["requestBody"]["content"]
        schema = next(iter(schema.values()))["schema"]
        members = document["components"]["schemas"][schema["$ref"].split("/")[-1]]["properties"]
        same = {name: item[name] for name in members if name in item}
        if not same:
            continue
        status, patched, headers = ask("PATCH", own, same, **{"if-match": headers["etag"]})
        if not expect(status, 200, f"PATCH {own}", patched):
            continue
        status, again, after = ask("GET", own)
        if again != patched or after["etag"] != headers["etag"]:
            failures.append(f"PATCH {own}: answered {patched} ({headers['etag']}), then {again} ({after['etag']})")

print(f"{lists} lists, {records} records")
for failure in failures:
    print(failure)
sys.exit(bool(failures))
