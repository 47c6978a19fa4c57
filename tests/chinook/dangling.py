"""Tries to point every foreign key of a loaded Chinook server at a record that is not there; each must be refused.

    python3 dangling.py http://127.0.0.1:3000
"""

import json
import sys
import urllib.error
import urllib.request

NOBODY = 1_999_999_999

REFERENCES = [
    ("albums", "artist_id"),
    ("tracks", "album_id"),
    ("tracks", "media_type_id"),
    ("tracks", "genre_id"),
    ("employees", "reports_to"),
    ("customers", "support_rep_id"),
    ("invoices", "customer_id"),
    ("invoice-lines", "invoice_id"),
    ("invoice-lines", "track_id"),
    ("playlist-tracks", "playlist_id"),
    ("playlist-tracks", "track_id"),
]


def main(url):
    accepted = 0
    for path, member in REFERENCES:
        record = send("GET", f"{url}/{path}?limit=1")[1]["items"][0]
        dangling = {**record, member: NOBODY}
        attempts = [("POST", f"{url}/{path}", fresh(path, dangling))]
        if path == "playlist-tracks":
            key = f"{dangling['playlist_id']},{dangling['track_id']}"
            attempts.append(("PUT", f"{url}/{path}/{key}", dangling))
        else:
            attempts.append(("PATCH", f"{url}/{path}/{record['id']}", {member: NOBODY}))
            attempts.append(("PUT", f"{url}/{path}/{record['id']}", dangling))
        for method, target, body in attempts:
            status, answer = send(method, target, body)
            blamed = [error.get("pointer") for error in (answer or {}).get("errors", [])]
            refused = status == 409 and blamed == [f"#/{member}"]
            accepted += not refused
            print(f"{'refused' if refused else 'NOT REFUSED AS IT SHOULD'}: {method} {path} {member}: {status} {blamed}")
    print(f"{len(REFERENCES)} references, {accepted} attempts not refused as they should")
    sys.exit(accepted > 0)


def fresh(path, record):
    """The record under a key of its own, with its unique text changed: only the reference is wrong."""
    record = dict(record)
    if "id" in record:
        record["id"] = NOBODY - 1
    if path == "customers":
        record["email"] = "somebody@example.com"
    return record


def send(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, parse(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, parse(error.read())


def parse(body):
    return json.loads(body) if body else None


main(sys.argv[1].rstrip("/"))
