"""Faults that are looked at one by one, without other load: locks, a pool in use, clients that go away."""

import asyncio
import random
import time

from client import Client
from faults import check_sessions
from ledger import Account
from program import Program


async def run_scenes(database, proxy, program, ledger, limits):
    stage = Stage(database, program, ledger, limits)
    for scene in (locked_table, exhausted_pool, hung_up_in_the_lock, hung_up_anywhere, probes_while_down):
        before = len(ledger.violations)
        stage.name = scene.__name__.replace("_", " ")
        said = await scene(stage, database, proxy)
        outcome = "as it should" if len(ledger.violations) == before else "WRONG"
        print(f"{database.scheme}: {stage.name}: {outcome}; {said}", flush=True)


class Stage:
    """What a scene needs: clients, accounts, and somebody to complain to."""

    def __init__(self, database, program, ledger, limits):
        self.database, self.program, self.ledger, self.limits = database, program, ledger, limits
        self.name = ""
        self._made = 0

    def breach(self, what):
        self.ledger.breach(f"{self.name}: {what}")

    def client(self):
        return Client(self.program.port, [])

    async def account(self):
        """A new account: its place, name and tag."""
        self._made += 1
        name = f"scene-{self._made}"
        answer = await self.client().ask("POST", "/accounts", {"name": name, "balance": 1})
        if answer.status != 201:
            self.breach(f"cannot create {name}: {answer.status} {answer.body}")
            raise SystemExit("\n".join(self.ledger.violations))
        self.ledger.accounts[name] = Account(name, (1, 1, "-"), True)
        return f"/accounts/{answer.body['id']}", name, answer.tag

    async def all(self, *requests):
        """The answers to all of these at once."""
        return await asyncio.gather(*(self.client().ask(*request) for request in requests))

    def turned_away(self, answers, allowed, within):
        for answer in answers:
            if answer.status not in allowed:
                self.breach(f"{answer.method} {answer.path}: {answer.status} {answer.body}, not one of {allowed}")
            if answer.status == 503 and "retry-after" not in answer.headers:
                self.breach("503 without Retry-After")
            if answer.took > within:
                self.breach(f"{answer.method} {answer.path}: {answer.status} after {answer.took:.2f} s, not {within}")

    async def is_well(self, place):
        """Within 5 s every connection does its work again, and nothing was left at the database."""
        began = time.monotonic()
        answers = []
        while time.monotonic() - began < self.limits.heal:
            answers = await self.all(*[("GET", place)] * 24)
            if all(answer.status == 200 for answer in answers):
                break
            await asyncio.sleep(0.05)
        else:
            self.breach(f"not well again: {sorted({answer.status for answer in answers})}")
        healed = time.monotonic() - began
        await asyncio.sleep(0.3)
        await check_sessions(self.database, self.limits, self.breach)
        busy = [state for state, _ in await asyncio.to_thread(self.database.sessions) if state in ("active", "Query")]
        if busy:
            self.breach(f"{len(busy)} statements go on that nobody waits for")
        return healed


async def locked_table(stage, database, proxy):
    """Another session keeps the whole table: those that wait for it are told that it took too long."""
    place, _, tag = await stage.account()
    limits = stage.limits
    with database.holding(*database.locks):
        asked = [("GET", place), ("PATCH", place, {"note": "locked"}), ("POST", "/accounts", {"name": "locked", "balance": 1})]
        answers = await stage.all(*asked * 10)
        stage.turned_away(answers, {503, 504}, limits.answer)
        late = [answer for answer in answers if answer.status == 504]
        if len(late) < limits.connections:
            stage.breach(f"{len(late)} of {len(answers)} were told that it took too long")
        slowest = max(answer.took for answer in answers)
    healed = await stage.is_well(place)
    return f"{len(late)} of {len(answers)} answered 504, the slowest after {slowest:.2f} s; well after {healed:.2f} s"


async def exhausted_pool(stage, database, proxy):
    """Every connection waits for a row: who comes then is told so, soon."""
    place, name, tag = await stage.account()
    other, _, _ = await stage.account()
    limits = stage.limits
    with database.holding(*database.lock_row(name)):
        waiting = [asyncio.create_task(stage.client().ask("PATCH", place, {"note": "locked"})) for _ in range(limits.connections)]
        await asyncio.sleep(0.2)
        answers = await stage.all(*[("GET", other)] * 10)
        stage.turned_away(answers, {503}, limits.acquire + 0.5)
        stage.turned_away(await asyncio.gather(*waiting), {504}, limits.answer)
    healed = await stage.is_well(place)
    # Within the time a statement has, one that waits gets the lock when it is free.
    with database.holding(*database.lock_row(name)):
        patient = asyncio.create_task(stage.client().ask("PATCH", place, {"note": "patient"}))
        await asyncio.sleep(limits.statement / 3)
    answer = await patient
    if answer.status != 200:
        stage.breach(f"the lock was let go, and the one that waited was told {answer.status} {answer.body}")
    else:
        stage.ledger.accounts[name].settle((answer.body["version"], 1, "patient"))
    return f"refused after {max(answer.took for answer in answers):.2f} s; well after {healed:.2f} s"


async def hung_up_in_the_lock(stage, database, proxy):
    """Clients leave while their statements wait for a lock: no connection is lost or handed out in the middle."""
    place, name, tag = await stage.account()
    other, _, _ = await stage.account()
    limits = stage.limits
    with database.holding(*database.lock_row(name)):
        for _ in range(5):
            clients = [stage.client() for _ in range(limits.connections)]
            for number, client in enumerate(clients):
                await client.send("PATCH", place, {"note": f"refused-{number}"}, if_match='"stale"' if number % 2 else tag)
            await asyncio.sleep(0.1)
            for client in clients:
                client.hang_up()
            began = time.monotonic()
            answers = await stage.all(*[("GET", other)] * 12)
            stage.turned_away(answers, {200}, limits.acquire + 0.5)
        freed = time.monotonic() - began
        waiting = 1
        while waiting and time.monotonic() - began < limits.answer:
            await asyncio.sleep(0.05)
            sessions = await asyncio.to_thread(database.sessions)
            waiting = sum(state in ("active", "Query") for state, _ in sessions)
        if waiting:
            stage.breach(f"{waiting} statements still wait for the lock, and nobody for them")
    await stage.is_well(place)
    return f"{5 * limits.connections} hung up; the connections served others within {freed:.2f} s"


async def hung_up_anywhere(stage, database, proxy):
    """Clients leave at any moment of any request: what others get afterwards is theirs."""
    places = [await stage.account() for _ in range(24)]
    chance = random.Random(1)
    limits = stage.limits

    async def leave(place, name):
        account = stage.ledger.accounts[name]
        answers = []
        for number in range(25):
            read = await stage.client().ask("GET", place)
            if read.status != 200 or read.body["name"] != name:
                stage.breach(f"asked for {name}: {read.status} {read.body}")
                return answers
            shown = (read.body["version"], read.body["balance"], "-")
            if shown not in account.possible:
                stage.breach(f"{name} shows {shown}, which should be one of {account.possible}")
            account.settle(shown)
            account.open.append((shown[0] + 1, shown[1] + 1, "-"))
            client = stage.client()
            await client.send("PATCH", place, {"balance": shown[1] + 1}, if_match=read.tag)
            await asyncio.sleep(chance.random() * 0.02)
            client.hang_up()
            answers.append(read)
            await client.send("POST", "/orders", stage.ledger.order(f"left-{name}-{number}", chance))
            await asyncio.sleep(chance.random() * 0.05)
            client.hang_up()
            answers.append(read)
        return answers

    lists = await asyncio.gather(*(leave(place, name) for place, name, _ in places))
    await stage.is_well(places[0][0])
    return f"{sum(map(len, lists))} hung up"


async def probes_while_down(stage, database, proxy):
    """`/livez` says that the process is well, `/readyz` that it cannot work; both say so at once."""
    limits = stage.limits
    place, _, _ = await stage.account()
    for mode in ("down", "stall"):
        await proxy.set(mode)
        live, ready, refused = await stage.all(
            ("GET", "/livez"), ("GET", "/readyz"), ("POST", "/accounts", {"name": "", "balance": 1})
        )
        stage.turned_away([live], {200}, 0.5)
        stage.turned_away([ready], {503, 504}, limits.answer)
        # What is wrong by itself needs no database to be told so.
        stage.turned_away([refused], {422}, 0.5)
        await proxy.set("pass")
        await stage.is_well(place)
    return "down and stalled"


async def start_without_database(binary, database, proxy, ledger, limits, logs):
    """A server that is started while the database is down ends, and says what it could not reach."""
    said = []
    for mode in ("down", "blackhole"):
        await proxy.set(mode)
        log = f"{logs}/{database.scheme}-{mode}.log"
        began = time.monotonic()
        program = Program(binary, limits.url(database, proxy.port), log)
        try:
            await asyncio.wait_for(asyncio.to_thread(program.process.wait), limits.connect + 3)
        except asyncio.TimeoutError:
            program.process.kill()
            ledger.breach(f"started while {mode}: it did not end")
        took = time.monotonic() - began
        with open(log, encoding="utf-8") as file:
            text = file.read().strip()
        if program.process.returncode in (0, -9):
            ledger.breach(f"started while {mode}: it ended with {program.process.returncode}")
        if f"127.0.0.1:{proxy.port}" not in text or "database URL" not in text or "cat on" in text or "cat%20on" in text or "panicked" in text:
            ledger.breach(f"started while {mode}: it said: {text}")
        said.append(f"{mode}: {took:.2f} s, “{text.splitlines()[-1] if text else ''}”")
        await proxy.set("pass")
    print(f"{database.scheme}: started without its database: {'; '.join(said)}", flush=True)
