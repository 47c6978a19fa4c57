"""What a request must be like that no schema can say.

A cursor belongs to the list that gave it, with its parameters (WIRE: "used with changed parameters" is 400), so no
schema can describe a good one. A request that should be accepted therefore gets the cursor that the same request
without one is answered with, or none where there is no next page. A request that is wrong elsewhere loses its made-up
cursor, so that it must be refused for its own fault; one whose cursor is the fault keeps it. The same holds of the
bodies of queries.

`relevance` is a sort of searches only: without `q`, a request that should be accepted loses it.
"""

import requests
import schemathesis

RELEVANCE = {"relevance", "-relevance"}


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    negative = meta is not None and meta.generation.mode.is_negative
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
        members = without_relevance(members)
    if "cursor" in members and not (negative and blames_cursor(meta)):
        del members["cursor"]
        if not negative:
            members = with_live_cursor(case, asked, members, kwargs)
    setattr(case, asked, members)


def without_relevance(members):
    sort = members.get("sort")
    if "q" in members or not isinstance(sort, (list, tuple)):
        return members
    kept = [name for name in sort if name not in RELEVANCE]
    others = {name: value for name, value in members.items() if name != "sort"}
    return {**others, "sort": kept} if kept else others


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
