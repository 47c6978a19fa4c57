"""One HTTP client with one kept connection; every answer is timed and kept for the judge."""

import asyncio
import json
import time
from dataclasses import dataclass

# Longer than any answer may take: what is reached is a hang.
PATIENCE = 60


@dataclass
class Answer:
    """What came back, and when."""

    method: str
    path: str
    began: float
    ended: float
    status: int
    headers: dict
    body: object

    @property
    def took(self):
        return self.ended - self.began

    @property
    def is_done(self):
        return 200 <= self.status < 300

    @property
    def is_unknown(self):
        """Whether nobody can say if it was done: the server did not, or said that it could not."""
        return self.status == 0 or self.status >= 500

    @property
    def is_contended(self):
        """Whether it lost to other transactions each time it was tried, which is nobody's fault."""
        return self.status == 503 and self.body.get("detail") == "the database is busy"

    @property
    def tag(self):
        return self.headers.get("etag")


class Client:
    """Requests one after the other; a connection that the server ends is opened anew."""

    def __init__(self, port, answers):
        self.port = port
        self.answers = answers
        # Since when the answer has been waited for.
        self.waits_since = None
        self._reader = self._writer = None

    async def ask(self, method, path, body=None, **headers):
        """The answer. A connection that breaks before it is an answer with the status 0."""
        self.waits_since = began = time.monotonic()
        try:
            status, received, content = await asyncio.wait_for(
                self._exchange(method, path, body, headers), PATIENCE
            )
        except (OSError, EOFError, asyncio.TimeoutError, asyncio.IncompleteReadError) as error:
            self.hang_up()
            status, received, content = 0, {}, repr(error)
        self.waits_since = None
        answer = Answer(method, path, began, time.monotonic(), status, received, content)
        self.answers.append(answer)
        return answer

    async def send(self, method, path, body=None, **headers):
        """Sends a request whose answer nobody will read."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        payload = b"" if body is None else json.dumps(body).encode()
        head = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(payload)}"]
        if body is not None:
            head.append("content-type: application/json")
        head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self._writer.write("\r\n".join([*head, "", ""]).encode() + payload)
        await self._writer.drain()

    async def _exchange(self, method, path, body, headers):
        await self.send(method, path, body, **headers)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        received = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        raw = await self._reader.readexactly(int(received.get("content-length", 0)))
        if received.get("connection") == "close":
            self.hang_up()
        return int(head[0].split()[1]), received, json.loads(raw) if raw else None

    def hang_up(self):
        if self._writer is not None:
            self._writer.transport.abort()
        self._reader = self._writer = None
