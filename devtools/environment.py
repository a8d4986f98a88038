"""The virtual environment, filled from the product's lock and that of its tools. Runs in the machine's own Python: standard library only."""
import hashlib
import os
import shutil
import subprocess
import sys

from devtools.console import say
from devtools.paths import ROOT, data_folder

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
UV_LOCK = ROOT / "requirements-uv.lock"


def ready():
    """The environment's Python, with exactly the locked packages in it."""
    locked = b"".join(lock.read_bytes() for lock in LOCKS)
    wanted = hashlib.sha256(locked + sys.version.encode()).hexdigest()
    stamp = VENV / "installed-from"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return PYTHON
    if not PYTHON.exists():
        _run(sys.executable, "-m", "venv", "--without-pip", VENV)  # Debian without python3-venv can do this much
    say(f"installing {sum(line[:1].isalnum() for line in locked.decode().splitlines())} locked packages")
    if not _install_with_uv():
        say("uv could not do it; pip does")
        requirements = [part for lock in LOCKS for part in ("--requirement", lock)]
        _run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "--require-hashes", *requirements)
    stamp.write_text(wanted)
    return PYTHON


def _install_with_uv():
    uv = shutil.which("uv") or _fetch_uv()
    if uv is None:
        return False
    sync = [uv, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", "--compile-bytecode", *LOCKS]
    return _succeeds(*sync, env=os.environ | _index_of_pip())


def _fetch_uv():
    """uv of the locked version in the data folder, or None when pip cannot get it."""
    uv = data_folder() / "tools" / "bin" / "uv"
    if not uv.exists():
        install = ["install", "--quiet", "--no-deps", "--target", data_folder() / "tools", "--require-hashes", "--requirement", UV_LOCK]
        _succeeds(sys.executable, "-m", "pip", *install)
    return uv if uv.exists() else None


def _index_of_pip():
    """uv does not read pip's settings: hand over a package index that was set for pip."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return {}
    index = os.environ.get("PIP_INDEX_URL") or _answer(sys.executable, "-m", "pip", "config", "get", "global.index-url")
    return {"UV_DEFAULT_INDEX": index} if index else {}


def _answer(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def _succeeds(*command, env=None):
    return subprocess.run([str(part) for part in command], env=env, stdout=sys.stderr).returncode == 0


def _run(*command):
    if not _succeeds(*command):
        sys.exit(f"this did not work: {' '.join(str(part) for part in command)}")
