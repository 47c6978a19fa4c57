"""The faults, one after the other under load, and how the answers around each are judged."""

import asyncio
import time
from dataclasses import dataclass

# How long all must be well again before the next fault.
WELL = 1.5


@dataclass
class Fault:
    """Something that goes wrong: for how long, and whether anything can be done meanwhile."""

    name: str
    seconds: float
    is_down: bool
    begin: object
    end: object


@dataclass
class Summary:
    slowest: float = 0
    healed: float = 0


def faults(database, proxy, is_full):
    """What goes wrong, in this order."""
    long = 10 if is_full else 2

    def mode(name, seconds, is_down):
        return Fault(name, seconds, is_down, lambda: proxy.set(name), lambda: proxy.set("pass"))

    def once(name, act):
        return Fault(name, 0, False, lambda: asyncio.to_thread(act), nothing)

    async def nothing():
        pass

    async def cut():
        proxy.cut()

    async def stop():
        await asyncio.to_thread(database.stop)

    async def start():
        await asyncio.to_thread(database.start)

    return [
        Fault("cut", 0, False, cut, nothing),
        mode("down", long, True),
        # Longer than a statement may take.
        mode("stall", max(long, 3.5), True),
        mode("half", max(long, 3.5), True),
        mode("blackhole", max(long, 3.5), True),
        mode("slow", long, False),
        once("sessions killed", database.kill_sessions),
        once("statements cancelled", database.cancel_statements),
        *(once(f"restart, {how}", lambda how=how: database.restart(how)) for how in database.stops),
        Fault("stopped", long, True, stop, start),
    ]


async def run_faults(options, database, proxy, workload, limits):
    summary = Summary()
    for fault in faults(database, proxy, options.full):
        if not options.only or fault.name.split(",")[0] in options.only.split(","):
            await judge(fault, database, proxy, workload, limits, summary, options.full)
    return summary


async def judge(fault, database, proxy, workload, limits, summary, is_full):
    ledger = workload.ledger
    breach = lambda what: ledger.breach(f"{fault.name}: {what}")
    first = len(workload.answers)
    await asyncio.sleep(0.7)
    for answer in workload.answers[first:]:
        if answer.is_unknown and not answer.is_contended:
            breach(f"{answer.method} {answer.path}: {answer.status} {answer.body} before it")
    first = len(workload.answers)
    began = time.monotonic()
    await fault.begin()
    effective = time.monotonic()
    await asyncio.sleep(fault.seconds)
    ended = time.monotonic()
    await fault.end()
    over = time.monotonic()
    await wait_healed(workload, first, over, limits, is_full)
    if hanging := workload.waiting_since(over):
        breach(f"{hanging} requests from before its end still wait for an answer")
    answers = workload.answers[first:]
    # Those that an answer told to come back later, or that it was too late.
    turned_away = [answer for answer in answers if answer.is_unknown and not answer.is_contended]
    for answer in answers:
        where = f"{answer.method} {answer.path} began {answer.began - began:+.2f} s, took {answer.took:.2f} s"
        if answer.status not in (503, 504) and answer.is_unknown:
            breach(f"{where}: {answer.status} {answer.body}")
        if answer.status == 503 and "retry-after" not in answer.headers:
            breach(f"{where}: 503 without Retry-After")
        if answer.took > limits.answer:
            breach(f"{where}, which is more than {limits.answer:.1f} s")
        if fault.is_down and answer.is_done and answer.began > effective + 0.1 and answer.ended < ended:
            breach(f"{where}: {answer.status} while nothing could be done")
        if answer.is_unknown and not answer.is_contended and answer.began > over + limits.heal:
            breach(f"{where}: {answer.status} later than {limits.heal:.0f} s after the end")
    done = [answer.ended for answer in answers if answer.is_done and answer.began > over]
    healed = max(
        [answer.began - over for answer in turned_away if answer.began > over] + [min(done, default=over) - over, 0]
    )
    if not done:
        breach("nothing worked after it")
    slowest = max((answer.took for answer in turned_away), default=0)
    summary.healed = max(summary.healed, healed)
    summary.slowest = max(summary.slowest, slowest)
    # Of a session whose network is dead the database hears nothing, and has a limit of its own.
    alone = limits.transaction + 2 if fault.name == "blackhole" else 1
    await check_sessions(database, limits, breach, alone)
    statuses = sorted({answer.status for answer in turned_away})
    print(
        f"{database.scheme}: {fault.name}, {over - began:.1f} s: {len(answers)} requests, {len(turned_away)} turned away"
        f" {statuses}, the slowest after {slowest:.2f} s; healed after {healed:.2f} s",
        flush=True,
    )


async def wait_healed(workload, first, over, limits, is_full):
    """Until all has been well for a while, or has had the time to be."""
    limit = over + limits.heal + 1
    while time.monotonic() < limit:
        await asyncio.sleep(0.1)
        if workload.waiting_since(over):
            continue
        bad = [answer.ended for answer in workload.answers[first:] if answer.is_unknown and not answer.is_contended]
        # A long look shows those that come back only after all seemed well.
        if not is_full and time.monotonic() - max([over, *bad]) > WELL:
            return


async def check_sessions(database, limits, breach, alone=1):
    """At the database there are no more sessions than may be, and none that left a transaction open."""
    sessions = await asyncio.to_thread(database.sessions)
    if len(sessions) > limits.sessions:
        breach(f"{len(sessions)} sessions at the database, with pools of {limits.sessions}")
    idle = [seconds for _, seconds in sessions if seconds > alone]
    if idle:
        breach(f"{len(idle)} sessions left a transaction open, the longest for {max(idle):.1f} s")
