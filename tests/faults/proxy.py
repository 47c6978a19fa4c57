"""A TCP proxy on loopback that does to a database's connections what networks and crashes do."""

import asyncio
import contextlib
import socket
import struct

CHUNK = 64 * 1024


class Proxy:
    """Stands between a server and its database; `mode` says how it treats what goes through.

    pass       forwards
    slow       forwards each chunk later
    stall      accepts, and forwards nothing until the mode ends: then all of it, late
    half       forwards what is asked and swallows the answers, so that a commit may have happened
    blackhole  swallows all that comes, also on new connections, and never a word of them again: the host is
               dead, and what takes its place when the mode ends knows nothing of them
    down       refuses connections
    """

    def __init__(self, upstream, delay=0.05):
        self.upstream = upstream
        self.delay = delay
        self.mode = "pass"
        self.port = None
        self.most = 0
        self._listener = None
        self._links = set()
        self._changed = asyncio.Event()

    async def start(self):
        await self._listen()
        return self

    async def _listen(self):
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", self.port or 0)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def set(self, mode):
        before, self.mode = self.mode, mode
        if mode == "down":
            self._listener.close()
            self.cut()
        elif before == "down":
            await self._listen()
        # Bytes that were swallowed never come: TCP loses nothing in the middle of a stream.
        if before == "half":
            self.cut()
        if mode == "blackhole":
            for link in self._links:
                link.is_dead = True
        self._changed.set()
        self._changed = asyncio.Event()

    def cut(self):
        """Resets all connections of now."""
        for link in list(self._links):
            link.reset()

    async def close(self):
        self._listener.close()
        self.cut()
        await asyncio.sleep(0)

    async def _accept(self, reader, writer):
        link = Link(writer)
        self._links.add(link)
        self.most = max(self.most, len(self._links))
        try:
            if self.mode == "blackhole":
                link.is_dead = True
                await self._pump(reader, None, link)
                return
            await self._until(lambda: self.mode != "stall")
            if link.is_over:
                return
            try:
                back, forth = await asyncio.open_connection("127.0.0.1", self.upstream)
            except OSError:
                link.reset()
                return
            link.sides.append(forth)
            if link.is_over:
                link.reset()
                return
            asked = asyncio.create_task(self._pump(reader, forth, link))
            answered = asyncio.create_task(self._pump(back, writer, link, is_answer=True))
            # Whoever leaves first takes the other along; from a dead host nobody hears that.
            await asyncio.wait([asked, answered], return_when=asyncio.FIRST_COMPLETED)
            if link.is_dead:
                await asked
            asked.cancel()
            answered.cancel()
        finally:
            self._links.discard(link)
            for side in link.sides:
                with contextlib.suppress(OSError, RuntimeError):
                    side.close()

    async def _pump(self, reader, writer, link, is_answer=False):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while chunk := await reader.read(CHUNK):
                if self.mode == "slow":
                    await asyncio.sleep(self.delay)
                if link.is_dead or (is_answer and self.mode == "half"):
                    continue
                await self._until(lambda: self.mode != "stall")
                writer.write(chunk)
                await writer.drain()

    async def _until(self, holds):
        while not holds():
            await self._changed.wait()


class Link:
    """One connection through the proxy, both sides of it."""

    def __init__(self, writer):
        self.sides = [writer]
        self.is_over = False
        self.is_dead = False

    def reset(self):
        self.is_over = True
        for side in self.sides:
            with contextlib.suppress(OSError, AttributeError):
                # A linger of zero makes the end a reset.
                side.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
            side.transport.abort()
