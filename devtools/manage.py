"""`dev.py manage …`: manage.py with its services, which are started for it and stopped after it when nothing runs yet.

Standard input and output are the command's own; its exit code is passed on.
"""
import contextlib
import signal
import subprocess
import sys

from devtools import schema, state
from devtools.console import say
from devtools.paths import ROOT
from devtools.processes import NotReady, exit_on_signals
from devtools.services import Services, owner_environment

_NEEDS_NO_TABLES = {"check", "compilemessages", "help", "makemessages", "makemigrations", "migrate"}


def main(arguments):
    return run([str(ROOT / "manage.py"), *arguments], tables=not _NEEDS_NO_TABLES.intersection(arguments[:1]))


def run(arguments, *, tables=True):
    """The exit code of our Python with these arguments, its services and, unless said otherwise, its tables ready."""
    exit_on_signals()
    with contextlib.ExitStack() as held:
        try:
            environment = _prepare(held, tables=tables)
        except (NotReady, RuntimeError) as failure:
            say(f"stopped: {failure}")
            return 1
        return _run([sys.executable, *arguments], environment)


def _prepare(held, *, tables):
    """The command's environment, when services run and, if it needs `tables`, they are as this tree wants them."""
    with state.lock("door", wait=True):  # one launcher at a time starts, migrates or stops
        _take_part(held)
        environment = owner_environment(state.read())
        if tables and not schema.migrate_when_needed(environment):
            raise NotReady("manage.py migrate failed")
        return environment


def _take_part(held):
    """Use the services that another launcher of this folder runs, or run them until their last user has finished."""
    try:
        held.enter_context(state.lock("services"))
    except state.Taken:
        held.enter_context(state.lock("users", shared=True))
        return
    services = Services()
    held.callback(_stop_after_the_last_user, services)
    services.start()


def _stop_after_the_last_user(services):
    with state.lock("door", wait=True), state.lock("users", wait=True):
        services.stop()


def _run(command, environment):
    """The command's exit code. Ctrl-C reaches the command by itself; other endings are handed on."""
    process = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
