"""A PostgreSQL and a MariaDB of the judge's own: they sync what they commit, and can be ended in every way."""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time

ADMIN = "judge"
USER = "bank"
PASSWORD = "cat on the roof"
QUOTED = "cat%20on%20the%20roof"


class Server:
    """What both have in common. Its data lie in `folder`, which is new. A forgetful one answers before it syncs."""

    def __init__(self, folder, is_forgetful):
        self.is_forgetful = is_forgetful
        os.mkdir(folder, 0o755)
        self.folder = folder
        self.data = os.path.join(folder, "data")
        self.log = os.path.join(folder, "log")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # Neither server runs as root, if it can be helped: then its Debian package's user runs it.
        self.user = None
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = self.owner if self.owner in names else "nobody"
            shutil.chown(folder, self.user)
        with open(self.log, "wb"):
            shutil.chown(self.log, self.user or os.geteuid())

    def url(self, port, **options):
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return f"{self.scheme}://{USER}:{QUOTED}@127.0.0.1:{port}/bank?{query}"

    def _as_owner(self):
        return {"user": self.user, "group": self.user_group(), "extra_groups": []} if self.user else {}

    def user_group(self):
        return pwd.getpwnam(self.user).pw_gid

    def _run(self, *command):
        with open(self.log, "ab") as log:
            code = subprocess.call(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **self._as_owner()
            )
        if code:
            with open(self.log, encoding="utf-8", errors="replace") as log:
                raise RuntimeError(f"{command[0]} ended with {code}:\n{log.read()[-2000:]}")

    def ask(self, sql):
        """The rows of a query by the administrator, past the proxy, as lists of text."""
        done = subprocess.run(
            [*self._client(), *self._once(sql)], capture_output=True, text=True, env=self._environment(), timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{sql}: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    @contextlib.contextmanager
    def holding(self, *statements):
        """Another session, with what it locked."""
        other = subprocess.Popen(
            [*self._client(), *self._many()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self._environment(),
        )
        try:
            for statement in (*statements, "SELECT 'held'"):
                other.stdin.write(statement + ";\n")
            other.stdin.flush()
            for line in other.stdout:
                if line.strip() == "held":
                    break
            else:
                raise RuntimeError(f"cannot hold {statements}")
            yield
        finally:
            other.stdin.close()
            other.wait(10)

    def restart(self, how):
        self.stop(how)
        self.start()

    def _environment(self):
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self._secret}


class Postgres(Server):
    scheme = "postgres"
    owner = "postgres"
    stops = ("fast", "immediate")
    locks = ("BEGIN", "LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
    _secret = {"PGPASSWORD": PASSWORD}

    def __init__(self, folder, is_forgetful=False):
        super().__init__(folder, is_forgetful)
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
        self.bin = found[-1] if found else os.path.dirname(shutil.which("pg_ctl") or "")
        if not self.bin:
            raise SystemExit("there is no PostgreSQL: apt-get install postgresql")
        secret = os.path.join(folder, "secret")
        with open(secret, "w", encoding="utf-8") as file:
            file.write(PASSWORD)
        self._run(
            f"{self.bin}/initdb", "--no-sync", f"--pgdata={self.data}", f"--username={ADMIN}",
            "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        with open(f"{self.data}/postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(
                f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = ''\n"
                "shared_buffers = 32MB\nmax_connections = 60\n"
                + ("synchronous_commit = off\nwal_writer_delay = 10s\n" if is_forgetful else "")
            )
        self.start()
        self.ask(f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'")
        self.ask(f"CREATE DATABASE bank OWNER {USER}")
        self._database = "bank"

    _database = "postgres"

    def start(self):
        self._run(f"{self.bin}/pg_ctl", "start", "--wait", f"--pgdata={self.data}", f"--log={self.log}", "--timeout=60")

    def stop(self, how="fast"):
        if os.path.exists(f"{self.data}/postmaster.pid"):
            self._run(f"{self.bin}/pg_ctl", "stop", "--wait", f"--pgdata={self.data}", f"--mode={how}", "--timeout=60")

    def kill_sessions(self):
        self.ask(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{USER}'")

    def cancel_statements(self):
        self.ask(
            f"SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE usename = '{USER}' AND state = 'active'"
        )

    def sessions(self):
        """Each session of the server under test: what it does, and how long it has left a transaction alone."""
        rows = self.ask(
            "SELECT state, CASE WHEN state LIKE 'idle in transaction%' THEN"
            " extract(epoch FROM clock_timestamp() - state_change) ELSE 0 END"
            f" FROM pg_stat_activity WHERE usename = '{USER}'"
        )
        return [(state, float(idle)) for state, idle in rows]

    def lock_row(self, name):
        return ("BEGIN", f"SELECT FROM accounts WHERE name = '{name}' FOR UPDATE")

    def _client(self):
        return ["psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", ADMIN, "-d", self._database]

    def _once(self, sql):
        return ["-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql]

    def _many(self):
        return ["-A", "-t"]


class Mariadb(Server):
    scheme = "mysql"
    owner = "mysql"
    stops = ("shutdown", "kill -9")
    locks = ("LOCK TABLES bank.accounts WRITE",)
    _secret = {"MYSQL_PWD": PASSWORD}

    def __init__(self, folder, is_forgetful=False):
        super().__init__(folder, is_forgetful)
        self.process = None
        os.environ["PATH"] += ":/usr/local/sbin:/usr/sbin"
        if not shutil.which("mariadbd") or not shutil.which("mariadb-install-db"):
            raise SystemExit("there is no MariaDB: apt-get install mariadb-server-core mariadb-client-core")
        self._run(
            "mariadb-install-db", "--no-defaults", f"--datadir={self.data}", "--skip-test-db", "--skip-name-resolve",
            "--auth-root-authentication-method=normal",
        )  # fmt: skip
        self.first = os.path.join(folder, "first.sql")
        with open(self.first, "w", encoding="utf-8") as file:
            file.write(
                f"CREATE USER {ADMIN}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
                f"GRANT ALL ON *.* TO {ADMIN}@'127.0.0.1' WITH GRANT OPTION;\n"
                f"CREATE USER {USER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
                f"CREATE DATABASE bank;\nGRANT ALL ON bank.* TO {USER}@'127.0.0.1';\n"
            )
        self.start(f"--init-file={self.first}")

    def start(self, *more):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [
                    shutil.which("mariadbd"), "--no-defaults", f"--datadir={self.data}", "--bind-address=127.0.0.1",
                    f"--port={self.port}", f"--socket={self.folder}/socket", "--skip-name-resolve", "--skip-log-bin",
                    "--max-connections=60", "--innodb-buffer-pool-size=32M", "--character-set-server=utf8mb4",
                    f"--innodb-flush-log-at-trx-commit={0 if self.is_forgetful else 1}", *more,
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **self._as_owner(),
            )  # fmt: skip
        for _ in range(600):
            if self.process.poll() is not None:
                break
            with contextlib.suppress(RuntimeError):
                self.ask("SELECT 1")
                return
            time.sleep(0.1)
        raise RuntimeError(f"MariaDB did not start: see {self.log}")

    def stop(self, how="shutdown"):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL if how == "kill -9" else signal.SIGTERM)
            self.process.wait(60)

    def kill_sessions(self):
        self._each_session("KILL CONNECTION")

    def cancel_statements(self):
        self._each_session("KILL QUERY")

    def _each_session(self, what):
        rows = self.ask(f"SELECT id FROM information_schema.processlist WHERE user = '{USER}'")
        for (number,) in rows:
            # It may be gone by now.
            with contextlib.suppress(RuntimeError):
                self.ask(f"{what} {number}")

    def sessions(self):
        rows = self.ask(
            "SELECT p.command, IF(p.command = 'Sleep' AND t.trx_id IS NOT NULL, p.time_ms / 1000, 0)"
            " FROM information_schema.processlist p LEFT JOIN information_schema.innodb_trx t"
            f" ON t.trx_mysql_thread_id = p.id WHERE p.user = '{USER}'"
        )
        return [(state, float(idle)) for state, idle in rows]

    def lock_row(self, name):
        return ("BEGIN", f"SELECT 1 FROM bank.accounts WHERE name = '{name}' FOR UPDATE")

    def _client(self):
        return [
            "mariadb", "--no-defaults", "--host=127.0.0.1", f"--port={self.port}", f"--user={ADMIN}",
            "--default-character-set=utf8mb4", "--batch", "--skip-column-names",
        ]  # fmt: skip

    def _once(self, sql):
        return ["--execute", f"USE bank; {sql}" if "accounts" in sql or "transfers" in sql else sql]

    def _many(self):
        return ["--unbuffered"]


KINDS = {"postgres": Postgres, "mysql": Mariadb}
