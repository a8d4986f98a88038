"""`dev.py up`: services, migrations, sample data, then web, worker and beat, until Ctrl-C, SIGTERM or SIGHUP."""
import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request

from devtools import schema, state
from devtools.console import say
from devtools.paths import DATA, ROOT
from devtools.processes import Child, NotReady, exit_on_signals, free_port, run_to_end, wait_until
from devtools.services import Services, environment, owner_environment

_WEB = ("gunicorn", "config.wsgi", "--preload", "--workers", "2", "--threads", "4", "--graceful-timeout", "8", "--no-control-socket")


def main(arguments):
    parser = argparse.ArgumentParser(prog="dev.py up", description="PORT in the environment asks for a port other than 8000.")
    parser.add_argument("--no-seed", dest="seed", action="store_false", help="leave the sample data out")
    options = parser.parse_args(arguments)
    exit_on_signals(code=0)
    try:
        with contextlib.ExitStack() as held:
            return _run(held, seed=options.seed)
    except state.Taken:
        say("the services of this folder run already: another dev.py up or dev.py manage holds them")
    except (NotReady, RuntimeError) as failure:
        say(f"stopped: {failure}")
    return 1


def _run(held, *, seed):
    """Exit code, when something ended by itself; whatever was started is stopped by `held`."""
    with state.lock("door", wait=True):  # one launcher at a time starts, migrates or stops
        held.enter_context(state.lock("services"))
        services = Services()
        held.callback(services.stop)
        services.start()
        owner = owner_environment(services.state)
        if not schema.migrate_when_needed(owner):
            return 1
    if seed and run_to_end("seed", _manage("seed"), env=owner):
        return 1
    port = free_port(int(os.environ.get("PORT", "8000")))
    address = f"http://127.0.0.1:{port}"
    programs = _start_programs(held, port, environment(services.state) | {"LIDAO_ADDRESS": address})
    services.note(*programs)
    wait_until(lambda: _healthy(address), seconds=60, what="the web server", child=programs[0])
    _welcome(address, owner, seed=seed)
    return _watch([service.child for service in services.running] + programs)


def _start_programs(held, port, env):
    programs = {
        "web": [*_WEB, "--bind", f"127.0.0.1:{port}"],
        "worker": ["celery", "--app", "config", "--quiet", "worker", "--concurrency", "2", "--without-mingle", "--without-gossip"],
        "beat": ["celery", "--app", "config", "--quiet", "beat", "--pidfile", ""],
    }
    # Celery says at length that it runs as root, which on somebody's own laptop is nobody's concern.
    env = env | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    DATA.joinpath("static").mkdir(exist_ok=True)
    started = []
    held.callback(_stop_programs, started)
    for name, command in programs.items():
        started.append(Child(name, [sys.executable, "-m", *command], env=env, cwd=ROOT))
    return started


def _stop_programs(programs):
    """All are asked at once, and finish what they do while database and broker still stand.

    A worker in a long job is cut off: the step it was in is undone, and the job goes on there at the next start.
    """
    for program in programs:
        program.ask_to_stop()
    for program in programs:
        code = program.wait_stopped(10)
        cut_off = code == -signal.SIGKILL
        say(f"{program.name} was cut off; its work goes on at the next start" if cut_off else f"{program.name} stopped with exit code {code}")


def _healthy(address):
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _welcome(address, owner, *, seed):
    """The address and one sign-in per role, on standard output."""
    say("ready")
    print(f"\n  {address}/\n", flush=True)
    if seed:
        subprocess.run(_manage("sign_ins"), env=owner, stdin=subprocess.DEVNULL)
    print(f"\n  Ctrl-C stops everything; the data stays in {DATA.name}/\n", flush=True)


def _watch(children):
    while all(child.alive() for child in children):
        time.sleep(0.5)
    ended = next(child for child in children if not child.alive())
    say(f"{ended.name} ended with exit code {ended.process.returncode}; stopping the rest")
    return 1


def _manage(command):
    return [sys.executable, str(ROOT / "manage.py"), command]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
