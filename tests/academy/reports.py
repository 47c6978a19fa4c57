"""Sends every request that a README shows to a server; each must answer 200 with something in it.

    python3 reports.py README.md http://127.0.0.1:3000
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request


def main(readme, url):
    text = open(readme, encoding="utf-8").read()
    blocks = re.findall(r"^```http\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    requests = [request for block in blocks for request in re.split(r"\n\n(?=GET|POST)", block.strip())]
    assert len(requests) > 10, "the README shows requests"
    empty = 0
    for request in requests:
        head, _, body = request.partition("\n")
        method, path = head.split(" ", 1)
        target = urllib.parse.quote(path, safe="/:?&=,()[]+%-")
        asked = urllib.request.Request(url + target, method=method, data=body.encode() or None)
        asked.add_header("content-type", "application/json")
        try:
            with urllib.request.urlopen(asked) as answer:
                count = len(json.load(answer)["items"])
        except urllib.error.HTTPError as error:
            sys.exit(f"{head}: {error.code} {error.read().decode()}")
        empty += count == 0
        print(f"{count:4} items: {head}")
    print(f"{len(requests)} requests, {empty} with nothing in their answers")
    sys.exit(empty > 0)


main(*sys.argv[1:])
