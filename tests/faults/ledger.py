"""What the server promised: every write that was acknowledged, refused, or left unknown."""

from collections import Counter

ABSENT = None


class Account:
    """One account that a single worker writes: every state that it may be in."""

    def __init__(self, name, state, is_sure):
        self.name = name
        # (version, balance, note), or ABSENT.
        self.known = state if is_sure else ABSENT
        # What writes of unknown fate would make of it, now or later.
        self.open = [] if is_sure else [state]

    def settle(self, state):
        """An acknowledged write, or a reading, showed this state; what was open on another version is void."""
        self.known = state
        self.open = [other for other in self.open if other is ABSENT or other[0] == state[0] + 1] if state else []

    @property
    def possible(self):
        return [self.known, *self.open]


class Ledger:
    """Everything that was promised, and every promise that was seen broken."""

    def __init__(self):
        self.accounts = {}
        self.shared = {}
        self.orders = {}
        # name: what was in it at first, and name: its key.
        self.funds = {}
        self.fund_keys = {}
        self.violations = []
        self.counts = Counter()

    def breach(self, what):
        self.violations.append(what)

    def lose(self, what):
        """A promise about what is stored was broken."""
        self.counts["broken"] += 1
        self.breach(what)

    def order(self, token, chance):
        """A new order between two of the funds, whose fate is not known yet."""
        giver, taker = chance.sample(list(self.fund_keys), 2)
        amount = chance.randrange(1, 50)
        self.orders[token] = ("unknown", (giver, taker, amount))
        keys = self.fund_keys
        return {"token": token, "giver_id": keys[giver], "taker_id": keys[taker], "amount": amount}

    def count(self, answer):
        """Counts a write by its fate."""
        if answer.is_done:
            self.counts["acknowledged"] += 1
        elif answer.is_unknown:
            self.counts["unknown"] += 1
        else:
            self.counts["refused"] += 1

    def audit(self, ask):
        """Compares the promises with what the database itself says."""
        rows = ask("SELECT name, version, balance, coalesce(note, '-') FROM accounts")
        stored = {name: (int(version), int(balance), note) for name, version, balance, note in rows}
        orders = ask(
            "SELECT t.token, g.name, k.name, t.amount FROM transfers t"
            " JOIN accounts g ON g.id = t.giver_id JOIN accounts k ON k.id = t.taker_id"
        )
        for name, account in self.accounts.items():
            if stored.get(name) not in account.possible:
                self.lose(f"{name} is {stored.get(name)}, which should be one of {account.possible}")
        for name, shared in self.shared.items():
            self._audit_shared(name, shared, stored.get(name))
        self._audit_orders(orders, stored)
        known = self.accounts.keys() | self.shared.keys() | self.funds.keys()
        for name in stored.keys() - known:
            self.lose(f"{name} was refused, and is there: {stored[name]}")
        for name, (_, _, note) in stored.items():
            if note.startswith("refused"):
                self.lose(f"{name} carries what was refused: {note}")

    def _audit_shared(self, name, shared, state):
        if state is None:
            self.lose(f"{name} is gone")
            return
        version, balance, _ = state
        acknowledged = len(shared.versions)
        if version - 1 != balance:
            self.lose(f"{name} was changed {version - 1} times and counts {balance}")
        if not acknowledged <= balance <= acknowledged + shared.unknown:
            self.lose(f"{name} counts {balance} after {acknowledged} acknowledged, {shared.unknown} unknown")
        if shared.versions and max(shared.versions) > version:
            self.lose(f"{name} went back from version {max(shared.versions)} to {version}")

    def _audit_orders(self, rows, stored):
        seen = {}
        balances = dict(self.funds)
        for token, giver, taker, amount in rows:
            seen[token] = (giver, taker, int(amount))
            balances[giver] -= int(amount)
            balances[taker] += int(amount)
        for token, (fate, order) in self.orders.items():
            if fate == "acknowledged" and seen.get(token) != order:
                self.lose(f"the acknowledged order {token} {order} is {seen.get(token)}")
            if fate == "refused" and token in seen:
                self.lose(f"the refused order {token} was carried out")
        for name, balance in balances.items():
            if stored.get(name, (0, None))[1] != balance:
                self.lose(f"{name} has {stored.get(name)}, its orders come to {balance}")


class Shared:
    """One account that all write, each adding one to the balance it read."""

    def __init__(self, identity):
        self.identity = identity
        # version: who made it.
        self.versions = {}
        self.unknown = 0
