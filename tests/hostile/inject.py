"""Has sqlmap try to inject SQL at every place of a request where a client's value stands, on an academy.

    python3 inject.py URL DATABASE FOLDER [--full]

Nothing may be injectable and nothing may be answered with a 5xx. First sqlmap has to find what can be injected: a
server with that very mistake (vulnerable.py), so that finding nothing means something.
"""

import json
import pathlib
import re
import subprocess
import sys
import urllib.request

# `*` marks where sqlmap puts what it tries. Names of parameters are places as well as their values.
QUERIES = [
    "/students?name[contains]=A*&standing=active*&sort=-name*&limit=5*",
    "/students?department.name[icontains]=s*&enrolments[exists]=true*&fields=id,name*&offset=1*",
    "/students?q=ada*&sort=relevance*&cursor=x*&count=exact*",
    "/students?include=department,advisor*&born_on[gte]=2000-01-01*&id[in]=1,2*",
    "/students?name[starts_with*]=A&department.nam*e=x&enrolment*s.grade[gt]=1",
    "/students/17*?include=enrolments.course*",
    "/enrolments/1,1*,2023W*",
    "/courses?credits[lt]=6*&prerequisites.title[ne]=Logic I*&code=CS-101*",
    "/enrolments:aggregate?fields=count,avg(grade)*&group_by=course.code,term_code*&outcome=passed*",
    "/enrolments:aggregate?fields=count&group_by=term_code&having=count[gte]=5*&sort=-count*&limit=3*",
]
BODIES = [
    ("/students:query", {
        "where": {"name": {"contains": "A*"}, "department.name": {"eq": "Law*"}},
        "sort": ["-name*"], "fields": ["id", "name*"], "limit": 5,
    }),
    ("/courses:query", {
        "where": {"or": [{"title": {"icontains": "logic*"}}, {"not": {"code": {"in": ["CS-101*"]}}}]},
        "include": {"prerequisites*": {"where": {"title": {"starts_with": "L*"}}, "sort": ["title*"]}},
    }),
    ("/courses:query", {"where": {"prerequisites": {"some": {"enrolments": {"none": {"term_code": {"eq": "2023W*"}}}}}}}),
    ("/students:query", {"where": {"na*me": {"eq": "x"}}, "q": "ada*", "include": ["department*"], "cursor": "x*"}),
    ("/enrolments:query", {
        "aggregate": {"fields": ["count*"], "group_by": ["term_code*"], "sort": ["-count*"]},
        "where": {"outcome": {"eq": "passed*"}},
    }),
]
PATCHES = [("/students/17", {"name": "Ada*", "standing": "active*"})]

FOUND = "identified the following injection point"
DBMS = {"sqlite": "SQLite", "postgres": "PostgreSQL", "mysql": "MySQL"}


def main(url, database, folder, *options):
    full = "--full" in options
    folder = pathlib.Path(folder)
    control(folder)
    targets = [("GET", path, None) for path in QUERIES]
    targets += [("POST", path, body) for path, body in BODIES]
    targets += [("PATCH", path, body) for path, body in PATCHES]
    wrong = 0
    # A few at a time: each is a process that waits for its own answers.
    for start in range(0, len(targets), 4):
        running = [sqlmap(url, target, DBMS[database], folder, full) for target in targets[start : start + 4]]
        for target, process in running:
            wrong += not is_clean(target, process.communicate()[0])
    with urllib.request.urlopen(f"{url}/readyz") as answer:
        assert answer.status == 200
    print(f"{len(targets)} requests, {wrong} wrong")
    sys.exit(wrong > 0)


def sqlmap(url, target, dbms, folder, full):
    method, path, body = target
    command = [
        "sqlmap", "--batch", "--ignore-proxy", "--disable-coloring", "--flush-session", "--ignore-code=400,404,422", "--unstable",
        f"--url={url}{path}", f"--method={method}", f"--dbms={dbms}", "--timeout=20", "--retries=0",
        f"--output-dir={folder}", "--level=5" if full else "--level=1", "--risk=3" if full else "--risk=1",
    ]
    if not full:
        # What waits for the database to sleep is what takes long.
        command += ["--technique=BEUS"]
    if body:
        command += [f"--data={json.dumps(body)}", "--headers=Content-Type: application/json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return target, process


def is_clean(target, said):
    """Whether sqlmap tried, found nothing, and met no 5xx."""
    found = FOUND in said
    broken = re.findall(r"\b5\d\d \([A-Z][^)]*\) - \d+ times", said)
    tried = "do not appear to be injectable" in said
    clean = tried and not found and not broken
    print("clean:" if clean else "WRONG:", target[0], target[1], ", ".join(broken))
    if not clean:
        print(said)
    return clean


def control(folder):
    """sqlmap finds the mistake that is looked for."""
    server = subprocess.Popen(
        [sys.executable, pathlib.Path(__file__).with_name("vulnerable.py")], stdout=subprocess.PIPE, text=True
    )
    try:
        url = server.stdout.readline().strip()
        _, process = sqlmap(url, ("GET", "/?name=Ada*", None), "SQLite", folder, False)
        said = process.communicate()[0]
        assert FOUND in said, f"sqlmap does not find what is there:\n{said}"
    finally:
        server.terminate()


main(*sys.argv[1:])
