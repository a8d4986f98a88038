"""What this folder keeps between starts: ports, passwords and keys, in state.json, readable by its owner alone.

These are a laptop's secrets. In production each comes from the environment (docker-compose.yml).
"""
import contextlib
import fcntl
import json
import os
import secrets

from devtools.paths import data_folder


def read():
    """The kept state; what is missing is made and kept, so that sealed numbers open again after a restart."""
    state = {
        "superuser_password": secrets.token_hex(16),
        "owner_password": secrets.token_hex(16),
        "web_password": secrets.token_hex(16),
        "valkey_password": secrets.token_hex(16),
        "secret_key": secrets.token_hex(32),
        "keys": {"seal": {"1": secrets.token_hex(32)}, "hash": secrets.token_hex(32), "code": secrets.token_hex(32)},
        "sample_password": "-".join(secrets.token_hex(2) for _ in range(3)),
    }
    with contextlib.suppress(FileNotFoundError):
        state |= json.loads(_file().read_text())
    write(state)
    return state


def write(state):
    unfinished = _file().with_suffix(".new")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(state, file, indent=1)
    unfinished.replace(_file())


def _file():
    return data_folder() / "state.json"


class Taken(Exception):
    """Another launcher of this folder holds the lock."""


@contextlib.contextmanager
def lock(name, *, shared=False, wait=False):
    """Hold a lock of this folder; the kernel lets go of it when the process ends, however it ends."""
    with open(data_folder() / f"{name}.lock", "w") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Taken(name) from None
        yield
