"""Judges what a server does while its database fails it.

    python3 judge.py {postgres|mysql} --server target/debug/bank [--full]

The faults come one after the other while 24 workers go on; then some are looked at one by one. It fails
when an acknowledged write is lost or a refused one found, when an answer is wrong or late, or when the
server does not heal.
"""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile

from database import KINDS
from faults import run_faults
from ledger import Ledger
from limits import Limits
from program import Program
from proxy import Proxy
from scenes import run_scenes, start_without_database
from workload import WORKERS, Workload

# How long an idle server may take to end, in seconds.
FAREWELL = 5
# Files that a server may have open for reasons of its own.
SPARE = 4
# A server that does not heal does thousands of things wrong.
SHOWN = 25


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=KINDS)
    parser.add_argument("--server", required=True, help="the program `bank`")
    parser.add_argument("--full", action="store_true", help="each fault for 10 s")
    parser.add_argument("--forgetful", action="store_true", help="a database that syncs nothing, to see that it shows")
    parser.add_argument("--default", action="store_true", help="the limits that hold where the URL says nothing; no scenes, which would wait for them")
    parser.add_argument("--only", help="these faults, by name, with commas between; no scenes")
    parser.add_argument("--keep", help="a folder for the logs, which stay")
    options = parser.parse_args()
    # Everything below is ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    folder = tempfile.mkdtemp(prefix="crud-faults-")
    os.chmod(folder, 0o711)
    database = None
    try:
        database = KINDS[options.database](os.path.join(folder, "database"), options.forgetful)
        violations = asyncio.run(judge(options, database, options.keep or folder))
    finally:
        if database is not None:
            database.stop(database.stops[-1])
            if options.keep:
                shutil.copy(database.log, os.path.join(options.keep, f"{options.database}-server.log"))
        shutil.rmtree(folder, ignore_errors=True)
    for violation in violations[:SHOWN]:
        print(f"{options.database}: WRONG: {violation[:400]}")
    print(f"{options.database}: {len(violations)} wrong")
    sys.exit(bool(violations))


async def judge(options, database, logs):
    ledger, limits = Ledger(), Limits.default() if options.default else Limits()
    proxy = await Proxy(database.port).start()
    program = Program(options.server, limits.url(database, proxy.port), os.path.join(logs, f"{database.scheme}.log"))
    try:
        await asyncio.to_thread(program.wait_ready)
        files = program.files
        workload = Workload(program.port, ledger)
        await workload.open()
        summary = await run_faults(options, database, proxy, workload, limits)
        await workload.close()
        await asyncio.to_thread(ledger.audit, database.ask)
        counts = ledger.counts
        print(
            f"{database.scheme}: {len(workload.answers)} requests by {WORKERS} workers, {counts['acknowledged']} writes"
            f" acknowledged, {counts['refused']} refused, {counts['unknown']} unknown; {counts['broken']} promises"
            f" broken; slowest answer {summary.slowest:.2f} s, healed within {summary.healed:.2f} s;"
            f" at most {proxy.most} connections",
            flush=True,
        )
        if not options.only and not options.default:
            await run_scenes(database, proxy, program, ledger, limits)
            ledger.audit(database.ask)
        if program.process.poll() is not None:
            ledger.breach(f"the server ended by itself: {program.process.returncode}")
        # Its pools are full now; they were not at the start.
        if program.files > files + limits.sessions + SPARE:
            ledger.breach(f"the server has {program.files} files open, and had {files}")
        print(f"{database.scheme}: the server has {program.files} files open, and {program.memory:.0f} MB", flush=True)
        # Neither does it wait for a database that does not say good-bye.
        await proxy.set("stall")
        code, took = await asyncio.to_thread(program.stop)
        if code != 0 or took > FAREWELL:
            ledger.breach(f"the server ended with {code} after {took:.1f} s, its database stalled")
        await proxy.set("pass")
        await asyncio.sleep(0.5)
        if sessions := await asyncio.to_thread(database.sessions):
            ledger.breach(f"the server is gone and left sessions: {sessions}")
        if not options.only and not options.default:
            await start_without_database(options.server, database, proxy, ledger, limits, logs)
    finally:
        await asyncio.to_thread(program.stop)
        await proxy.close()
    return ledger.violations


if __name__ == "__main__":
    main()
