"""The server under test, as a process."""

import os
import signal
import socket
import subprocess
import time
import urllib.request


class Program:
    """`bank` on a free port; its log goes to a file."""

    def __init__(self, binary, url, log):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = log
        environment = {**os.environ, "BANK_DATABASE_URL": url}
        with open(log, "ab") as file:
            self.process = subprocess.Popen(
                [binary, "--database-url", url, "--bind", f"127.0.0.1:{self.port}", "--auto-migrate"],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=environment,
            )

    def wait_ready(self):
        for _ in range(200):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        with open(self.log, encoding="utf-8") as file:
            print(file.read()[-4000:])
        raise SystemExit(f"the server under test did not start: its log stands above, and in {self.log}")

    @property
    def files(self):
        """How many files and sockets it has open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def memory(self):
        """What it occupies, in MB."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096 / 1e6

    def stop(self):
        """Asks it to end; returns its exit code, and how long that took."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode, time.monotonic() - began
