"""What a request must be like that no schema can say, and which requests the short form passes over.

A cursor belongs to the list that gave it, with its parameters (WIRE: "used with changed parameters" is 400), so no
schema can describe a good one. A request that should be accepted therefore gets the cursor that the same request
without one is answered with, or none where there is no next page. A request that is wrong elsewhere loses its made-up
cursor, so that it must be refused for its own fault; one whose cursor is the fault keeps it. The same holds of the
bodies of queries.

`relevance` is a sort of searches only: without `q`, a request that should be accepted loses it. Groups are sorted by
what they are grouped by: a request that should be accepted loses the other groups of its `sort`.
"""

import collections
import os
import re

import requests
import schemathesis

FULL = bool(os.environ.get("FULL"))
RELEVANCE = {"relevance", "-relevance"}
# Operations that refer to the filters of a list, and the parameters that are not those.
SHARES = re.compile(r":aggregate$|\}/[^/]+$")
OWN = {"fields", "group_by", "having", "sort", "limit", "offset", "cursor", "count", "include", "q"}
tried = collections.Counter()
FUNCTION = re.compile(r"-?(count$|(sum|avg|min|max|count_distinct)\()")


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    negative = is_negative(case)
    method = case.method.upper()
    asked = None
    if method == "GET" and case.query:
        asked = "query"
    elif (method == "QUERY" or case.path.endswith(":query")) and isinstance(case.body, dict):
        asked = "body"
    if asked is None:
        return
    members = dict(getattr(case, asked))
    if not negative:
        members = with_possible_sort(case, members)
    if "cursor" in members and not (negative and blames_cursor(meta)):
        del members["cursor"]
        if not negative:
            members = with_live_cursor(case, asked, members, kwargs)
    # Set even if it is the same: it is judged again, and what is wrong as an object may be good as a text.
    setattr(case, asked, members)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """How much is embedded in an answer is bounded, and depends on the records that are there."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code != 400:
        return True
    errors = response.json().get("errors", [])
    return not errors or any((error.get("parameter"), error["code"]) != ("include", "too_many") for error in errors)


@schemathesis.hook
def filter_case(context, case):
    """The coverage phase tries each fault of a query string twice, among all other parameters and alone; values of
    every wrong type; what lists refuse at aggregates and nested lists again, which refer to the same parameters; and
    sets of parameters of every size. One of each is enough in the short form, and sets of some sizes."""
    data = coverage_of_query(case)
    if FULL or data is None:
        return True
    count = len(case.query)
    if not is_negative(case):
        return data.parameter is not None or count & (count - 1) == 0
    if data.parameter is None:
        # A parameter that is unknown, next to each of the others.
        return count != 2
    if count > 1 or (SHARES.search(case.operation.path) and data.parameter not in OWN):
        return False
    if data.scenario.value != "incorrect_type":
        return True
    fault = (case.operation.label, data.parameter)
    tried[fault] += 1
    return tried[fault] <= 2


@schemathesis.hook
def map_case(context, case):
    """A good value of one parameter is tried without all the others, in the short form."""
    data = coverage_of_query(case)
    if not FULL and data is not None and data.parameter in case.query and len(case.query) > 1:
        case.query = {data.parameter: case.query[data.parameter]}
    return case


def is_negative(case):
    return case.meta is not None and case.meta.generation.mode.is_negative


def coverage_of_query(case):
    """What the coverage phase tries in a query string, if it does."""
    phase = None if case.meta is None else case.meta.phase
    if phase is None or phase.name.value != "coverage" or not case.query:
        return None
    place = phase.data.parameter_location
    return phase.data if place is not None and place.value == "query" else None


def with_possible_sort(case, members):
    given = members.get("sort")
    # In a query string, and not in a body, a list is a text by now.
    sort = given.split(",") if isinstance(given, str) else given
    if not isinstance(sort, (list, tuple)):
        return members
    if case.path.endswith(":aggregate"):
        groups = members.get("group_by") or []
    elif isinstance(members.get("aggregate"), dict):
        groups = members["aggregate"].get("group_by") or []
    else:
        groups = None
    if isinstance(groups, str):
        groups = groups.split(",")
    if groups is not None:
        kept = [name for name in sort if FUNCTION.match(str(name)) or str(name).removeprefix("-") in groups]
    elif "q" not in members:
        kept = [name for name in sort if name not in RELEVANCE]
    else:
        return members
    if kept == list(sort):
        return members
    others = {name: value for name, value in members.items() if name != "sort"}
    if not kept:
        return others
    return {**others, "sort": ",".join(kept) if isinstance(given, str) else kept}


def blames_cursor(meta):
    data = meta.phase.data
    names = {data.parameter, *(mutation.parameter for mutation in data.mutations)}
    return "cursor" in names or "body" in names


def with_live_cursor(case, asked, members, kwargs):
    probe = case.operation.Case(
        headers=dict(case.headers or {}),
        path_parameters=case.path_parameters,
        media_type=case.media_type,
        **{asked: members},
    )
    arguments = probe.as_transport_kwargs(base_url=kwargs.get("base_url"))
    # Conditional requests are answered without a body.
    arguments["headers"] = {
        name: value for name, value in arguments["headers"].items() if not name.lower().startswith("if-")
    }
    with requests.Session() as session:
        answer = session.request(**{**arguments, "timeout": 10})
    cursor = answer.json().get("next") if answer.status_code == 200 else None
    return members if cursor is None else {**members, "cursor": cursor}
