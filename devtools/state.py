"""What this folder keeps between starts: ports, passwords and keys, in state.json, readable by its owner alone.

These are a laptop's secrets. In production each comes from the environment (docker-compose.yml).
"""
import contextlib
import fcntl
import json
import os
import secrets

from devtools.paths import data_folder

_SECRETS = {
    "superuser_password": lambda: secrets.token_hex(16),
    "owner_password": lambda: secrets.token_hex(16),
    "web_password": lambda: secrets.token_hex(16),
    "valkey_password": lambda: secrets.token_hex(16),
    "secret_key": lambda: secrets.token_hex(32),
    "keys": lambda: {"seal": {"1": secrets.token_hex(32)}, "hash": secrets.token_hex(32), "code": secrets.token_hex(32)},
    "sample_password": lambda: "-".join(secrets.token_hex(2) for _ in range(3)),
}


def read():
    """The kept state; a secret that is missing is made and kept, so that sealed numbers open again after a restart."""
    with lock("state", wait=True):
        state = _load()
        missing = {name: make() for name, make in _SECRETS.items() if name not in state}
        if missing:
            _write(state | missing)
    return state | missing


def keep(**values):
    """Add values (ports) or change them."""
    with lock("state", wait=True):
        _write(_load() | values)


def _load():
    try:
        return json.loads(_file().read_text())
    except FileNotFoundError:
        return {}


def _write(state):
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
