"""Programs that outlived a killed launcher: on Linux the kernel ends them, elsewhere the next start does."""
import contextlib
import json
import os
import signal

from devtools.console import say
from devtools.paths import data_folder
from devtools.processes import NotReady, command_line, wait_until


def note(children):
    """Write down what runs now: process id, command line (ids are used again by others) and how to stop it."""
    rows = [[child.pid, command_line(child.pid), int(child.stop_signal)] for child in children]
    _file().write_text(json.dumps(rows))


def forget():
    _file().unlink(missing_ok=True)


def sweep():
    """Stop what an earlier launcher of this folder left running, last started first."""
    if not _file().exists():
        return
    for pid, line, stop_signal in reversed(json.loads(_file().read_text())):
        if line and command_line(pid) == line:
            say(f"stopping what an earlier start left running: process {pid}")
            _stop(pid, line, stop_signal)
    forget()


def _stop(pid, line, stop_signal):
    """Kindly first; PostgreSQL recovers from the other way too."""
    for sent in (stop_signal, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, NotReady):
            os.kill(pid, sent)
            wait_until(lambda: command_line(pid) != line, seconds=15, what=f"the end of process {pid}")
            return


def _file():
    return data_folder() / "running.json"
