"""The limits that the server is given, and what an answer may take under them."""

from dataclasses import dataclass


@dataclass
class Limits:
    """In seconds; the pool in connections."""

    connections: int = 8
    statement: float = 2.0
    acquire: float = 1.0
    connect: float = 3.0
    transaction: float = 2.0
    # The machine of the tests has other things to do as well.
    slack: float = 1.0
    heal: float = 5.0

    @classmethod
    def default(cls):
        """Those that hold where the URL says nothing."""
        return cls(connections=10, statement=30.0, acquire=5.0, connect=5.0, transaction=10.0)

    def url(self, database, port):
        return database.url(
            port,
            connections=self.connections,
            timeout=round(self.statement * 1000),
            acquire_timeout=round(self.acquire * 1000),
            connect_timeout=round(self.connect * 1000),
            transaction_timeout=round(self.transaction * 1000),
        )

    @property
    def answer(self):
        """How long any answer may take: a wait for a connection, its opening, and what runs on it."""
        return self.acquire + self.connect + self.statement + self.slack

    @property
    def sessions(self):
        """How many sessions there may be at rest: the application's pool, and that of the bank's own route."""
        return 2 * self.connections
