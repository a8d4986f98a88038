"""Programs and libraries that come from the operating system: Pango for papers, Chromium for the browser tests.

Standard library only: runs in the machine's own Python.
"""
import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.console import say

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_PANGO_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
_PANGO_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
_PANGO_ON_MACOS = ("/opt/homebrew/lib", "/usr/local/lib")


def ready(*, for_tests):
    """Install what is missing where that is allowed. None when all is there, else the sentence that says what to do."""
    if sys.platform == "darwin":
        _show_pango_on_macos()
    packages = _missing(for_tests=for_tests)
    if packages and _may_install():
        say(f"installing {' '.join(packages)}")
        _install(packages)
        packages = _missing(for_tests=for_tests)
    if not packages:
        return None
    return f"These are missing; run this once and start again:  {_command_for(packages)}"


def _missing(*, for_tests):
    """Names of the packages that are missing, as Debian calls them."""
    missing = [] if _pango_is_there() else list(_PANGO_PACKAGES)
    if for_tests and not any(shutil.which(name) for name in BROWSERS):
        missing.append("chromium-headless-shell")
    if for_tests and sys.platform == "linux" and not _loads("libatomic.so.1"):
        missing.append("libatomic1")  # Playwright's own program needs it and does not say so
    return missing


def _pango_is_there():
    if sys.platform == "darwin":
        return any(Path(folder, "libpango-1.0.0.dylib").exists() for folder in _PANGO_ON_MACOS)
    return all(_loads(name) for name in _PANGO_LIBRARIES)


def _loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _show_pango_on_macos():
    before = os.environ.get("DYLD_FALLBACK_LIBRARY_PATH", "/usr/lib")
    os.environ["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join([*_PANGO_ON_MACOS, before])


def _may_install():
    if shutil.which("apt-get") is None:
        return False
    return os.geteuid() == 0 or (shutil.which("sudo") is not None and _quietly("sudo", "-n", "true"))


def _install(packages):
    prefix = () if os.geteuid() == 0 else ("sudo", "-n")
    _quietly(*prefix, "apt-get", "update", "-qq")
    _quietly(*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def _quietly(*command):
    return subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0


def _command_for(packages):
    if sys.platform == "darwin":
        names = {"libpango-1.0-0": "pango", "chromium-headless-shell": "--cask google-chrome"}
        return " && ".join(f"brew install {names[package]}" for package in packages if package in names)
    return "sudo apt-get install -y --no-install-recommends " + " ".join(packages)
