"""Gives `cursor` a live value.

A cursor belongs to the list that gave it, with its parameters (WIRE: "used with changed parameters" is 400), so no
schema can describe a good one. A request that should be accepted therefore gets the cursor that the same request
without one is answered with, or none where there is no next page. A request that is wrong elsewhere loses its made-up
cursor, so that it must be refused for its own fault; one whose cursor is the fault keeps it.
"""

import requests
import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.method.upper() != "GET" or "cursor" not in (case.query or {}):
        return
    meta = case.meta
    negative = meta is not None and meta.generation.mode.is_negative
    if negative and blames_cursor(meta):
        return
    query = {name: value for name, value in case.query.items() if name != "cursor"}
    case.query = query if negative else with_live_cursor(case, query, kwargs)


def blames_cursor(meta):
    data = meta.phase.data
    names = {data.parameter, *(mutation.parameter for mutation in data.mutations)}
    return "cursor" in names


def with_live_cursor(case, query, kwargs):
    probe = case.operation.Case(query=query, headers=dict(case.headers or {}), path_parameters=case.path_parameters)
    arguments = probe.as_transport_kwargs(base_url=kwargs.get("base_url"))
    # Conditional requests are answered without a body.
    arguments["headers"] = {
        name: value for name, value in arguments["headers"].items() if not name.lower().startswith("if-")
    }
    with requests.Session() as session:
        answer = session.request(**{**arguments, "timeout": 10})
    cursor = answer.json().get("next") if answer.status_code == 200 else None
    return query if cursor is None else {**query, "cursor": cursor}
