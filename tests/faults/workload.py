"""24 workers over HTTP: owners, counters, movers and a nuisance, each noting in the ledger what it was promised."""

import asyncio
import itertools
import random

from client import Client
from ledger import ABSENT, Account, Shared

OWNERS, COUNTERS, MOVERS, NUISANCES = 13, 5, 3, 3
WORKERS = OWNERS + COUNTERS + MOVERS + NUISANCES
SHARED = 4
FUNDS = 40
CAPITAL = 1_000_000
# Between two requests of a worker, in seconds: the database is to be broken, not the machine to be worn out.
BREATH = 0.01
# After an answer that says "not now".
REST = 0.1


class Workload:
    """The workers, from `open` to `close`; what they were told is in `answers` and in the ledger."""

    def __init__(self, port, ledger):
        self.port = port
        self.ledger = ledger
        self.answers = []
        self._numbers = itertools.count(1)
        self._is_open = True
        self._tasks = []
        self._clients = []

    async def open(self):
        client = Client(self.port, self.answers)
        for number in range(SHARED):
            created = await self._sure(client, f"shared-{number}", 0)
            self.ledger.shared[created["name"]] = Shared(created["id"])
        for number in range(FUNDS):
            created = await self._sure(client, f"fund-{number}", CAPITAL)
            self.ledger.funds[created["name"]] = CAPITAL
            self.ledger.fund_keys[created["name"]] = created["id"]
        client.hang_up()
        work = [self._own] * OWNERS + [self._count] * COUNTERS + [self._move] * MOVERS + [self._annoy] * NUISANCES
        self._tasks = [asyncio.create_task(self._keep_at(step, number)) for number, step in enumerate(work)]

    async def close(self):
        self._is_open = False
        await asyncio.gather(*self._tasks)

    def waiting_since(self, moment):
        """How many requests that began before it are not answered yet."""
        since = [client.waits_since for client in self._clients]
        return sum(began is not None and began < moment for began in since)

    async def _sure(self, client, name, balance):
        answer = await client.ask("POST", "/accounts", {"name": name, "balance": balance})
        if answer.status != 201:
            raise SystemExit(f"cannot create {name}: {answer.status} {answer.body}")
        return answer.body

    async def _keep_at(self, step, number):
        client = Client(self.port, self.answers)
        self._clients.append(client)
        chance = random.Random(number)
        try:
            while self._is_open:
                await step(client, chance)
                await asyncio.sleep(BREATH)
        except Exception as error:  # a worker that is gone tests nothing any more
            self.ledger.breach(f"worker {number} ended: {error!r}")
            raise
        finally:
            client.hang_up()

    async def _write(self, client, *request, **headers):
        answer = await client.ask(*request, **headers)
        self.ledger.count(answer)
        if answer.is_unknown:
            await asyncio.sleep(REST)
        return answer

    # An owner creates an account, changes it a few times, and deletes every other one.

    async def _own(self, client, chance):
        number = next(self._numbers)
        name, note = f"own-{number}", f"made-{number}"
        state = (1, number, note)
        made = await self._write(client, "POST", "/accounts", {"name": name, "balance": number, "note": note})
        if not made.is_done and not made.is_unknown:
            self.ledger.breach(f"nobody else creates {name}, and it was refused: {made.status} {made.body}")
        account = self.ledger.accounts[name] = Account(name, state, made.is_done)
        if not made.is_done:
            return
        self._compare(account, made)
        place, tag = f"/accounts/{made.body['id']}", made.tag
        for _ in range(chance.randrange(4)):
            tag = await self._change(client, account, place, tag, chance)
            if tag is None:
                return
            await asyncio.sleep(BREATH)
        if chance.randrange(2):
            await self._delete(client, account, place, tag)

    async def _change(self, client, account, place, tag, chance):
        version, balance, _ = account.known
        note = f"note-{next(self._numbers)}"
        if chance.randrange(4):
            body, method = {"balance": balance + 1, "note": note}, "PATCH"
        else:
            body, method = {"name": account.name, "balance": balance + 1, "note": note}, "PUT"
        state = (version + 1, balance + 1, note)
        answer = await self._write(client, method, place, body, if_match=tag)
        if answer.is_done:
            self._compare(account, answer, state)
            return answer.tag
        if answer.is_unknown:
            account.open.append(state)
        elif answer.status != 412 or not account.open:
            self.ledger.breach(f"{method} of {account.name} at {account.known}: {answer.status} {answer.body}")
            return None
        return await self._look(client, account, place)

    async def _look(self, client, account, place):
        """Reads until there is an answer; returns the tag, or nothing where the account is gone."""
        while self._is_open:
            answer = await client.ask("GET", place)
            if answer.status == 200:
                self._compare(account, answer)
                return answer.tag
            if answer.status == 404:
                if ABSENT not in account.possible:
                    self.ledger.lose(f"{account.name} is gone, which should be one of {account.possible}")
                account.settle(ABSENT)
                return None
            await asyncio.sleep(REST)
        return None

    async def _delete(self, client, account, place, tag):
        answer = await self._write(client, "DELETE", place, if_match=tag)
        if answer.is_done:
            account.settle(ABSENT)
        elif answer.is_unknown:
            account.open.append(ABSENT)
            await self._look(client, account, place)
        elif answer.status != 412 or not account.open:
            self.ledger.breach(f"DELETE of {account.name} at {account.known}: {answer.status} {answer.body}")

    def _compare(self, account, answer, state=None):
        """What an answer shows must be possible, and is what is known from now on."""
        shown = (answer.body["version"], answer.body["balance"], answer.body["note"])
        if answer.body["name"] != account.name:
            self.ledger.breach(f"asked for {account.name}, answered {answer.body['name']}")
        allowed = account.possible if state is None else [state]
        if shown not in allowed:
            self.ledger.lose(f"{account.name} shows {shown}, which should be one of {allowed}")
        account.settle(shown)

    # Counters add one to what they read, all on the same few accounts.

    async def _count(self, client, chance):
        name = chance.choice(list(self.ledger.shared))
        shared = self.ledger.shared[name]
        place = f"/accounts/{shared.identity}"
        newest = max(shared.versions, default=1)
        read = await client.ask("GET", place)
        if not read.is_done:
            if not read.is_unknown:
                self.ledger.breach(f"GET of {name}: {read.status} {read.body}")
            await asyncio.sleep(REST)
            return
        if read.body["version"] < newest:
            self.ledger.lose(f"{name} shows version {read.body['version']} after {newest} was acknowledged")
        note = f"note-{next(self._numbers)}"
        body = {"balance": read.body["balance"] + 1, "note": note}
        answer = await self._write(client, "PATCH", place, body, if_match=read.tag)
        if answer.is_done:
            version = answer.body["version"]
            if version in shared.versions:
                self.ledger.lose(f"{name}: version {version} was acknowledged to two, so one update is lost")
            if (answer.body["balance"], answer.body["note"]) != (body["balance"], note):
                self.ledger.lose(f"{name}: {body} was acknowledged as {answer.body}")
            shared.versions[version] = note
        elif answer.is_unknown:
            shared.unknown += 1
        elif answer.status != 412:
            self.ledger.breach(f"PATCH of {name}: {answer.status} {answer.body}")

    # Movers send money around, in transactions with reads that the writes depend on.

    async def _move(self, client, chance):
        token = f"order-{next(self._numbers)}"
        body = self.ledger.order(token, chance)
        answer = await self._write(client, "POST", "/orders", body)
        fate = "acknowledged" if answer.is_done else "unknown" if answer.is_unknown else "refused"
        self.ledger.orders[token] = (fate, self.ledger.orders[token][1])
        if fate == "refused":
            self.ledger.breach(f"the order {token} was refused: {answer.status} {answer.body}")

    # A nuisance lists, and asks for what must be refused and leave nothing.

    async def _annoy(self, client, chance):
        number = next(self._numbers)
        note = f"refused-{number}"
        kind = chance.randrange(4)
        if kind == 0:
            await self._refused(client, {409}, "POST", "/accounts", {"name": "shared-0", "balance": 1, "note": note})
        elif kind == 1:
            await self._refused(client, {422}, "POST", "/accounts", {"name": note, "balance": -1, "note": note})
        elif kind == 2:
            place = f"/accounts/{self.ledger.shared['shared-1'].identity}"
            await self._refused(client, {412}, "PATCH", place, {"balance": 7, "note": note}, if_match='"stale"')
        else:
            listed = await client.ask("GET", "/accounts?limit=20&sort=-id")
            if listed.is_unknown:
                await asyncio.sleep(REST)
            elif listed.status != 200 or len(listed.body["items"]) > 20:
                self.ledger.breach(f"a list: {listed.status} {listed.body}")

    async def _refused(self, client, expected, *request, **headers):
        answer = await self._write(client, *request, **headers)
        if not answer.is_unknown and answer.status not in expected:
            self.ledger.breach(f"{request} should be refused with {expected}: {answer.status} {answer.body}")
