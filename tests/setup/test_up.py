"""`dev.py up` and `dev.py manage` as a person runs them, in a data folder of their own."""
import ast
import json
import os
import signal
import subprocess
import sys
import urllib.request
from urllib.parse import urlsplit

import pytest

from accounts.roles import Role
from devtools.paths import ROOT
from devtools.processes import command_line, free_port, wait_until


class Launcher:
    """dev.py with a data folder and a port of its own, and nothing of the tests' environment."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self._env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self._env |= {"LIDAO_DATA_DIR": str(folder), "PORT": str(self.port)}
        self._started = []

    def up(self, *options, **environment):
        """The launcher's process, once a page is served."""
        with open(self.folder / "up.log", "w") as log:
            process = subprocess.Popen(self._command("up", *options), env=self._env | environment, stdout=log, stderr=log)
        self._started.append(process)
        wait_until(lambda: process.poll() is not None or self.serves(), seconds=180, what="the sign-in page")
        assert process.poll() is None, self.said()
        return process

    def serves(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).status == 200
        except OSError:
            return False

    def said(self):
        return (self.folder / "up.log").read_text()

    def run(self, *arguments, said=None, **environment):
        """dev.py with these arguments, run to its end; `said` goes to its standard input."""
        env = self._env | environment
        return subprocess.run(self._command(*arguments), env=env, input=said, capture_output=True, text=True)

    def running(self):
        """{process id: command line} of everything it has started and not yet stopped."""
        noted = self.folder / "running.json"
        return {pid: line for pid, line, _ in json.loads(noted.read_text())} if noted.exists() else {}

    def stop(self):
        """End what a failed test has left running."""
        for process in self._started:
            process.terminate()
            process.wait()

    def _command(self, *arguments):
        return [sys.executable, str(ROOT / "dev.py"), *arguments]


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    launcher = Launcher(tmp_path_factory.mktemp("data"))
    yield launcher
    launcher.stop()


def nothing_is_left_of(programs):
    return all(command_line(pid) != line for pid, line in programs.items())


def test_up_serves_pages_and_stops_everything_on_sigterm(launcher):
    up = launcher.up("--no-seed")
    programs = launcher.running()
    assert len(programs) == 5, "PostgreSQL, Valkey, web, worker and beat"

    up.send_signal(signal.SIGTERM)

    assert up.wait(60) == 0
    assert "web stopped with exit code 0" in launcher.said()
    assert nothing_is_left_of(programs)


def test_up_starts_again_after_kill_9_is_alone_and_stops_on_ctrl_c(launcher):
    killed = launcher.up("--no-seed")
    programs = launcher.running()
    killed.kill()
    killed.wait()

    up = launcher.up("--no-seed")

    assert nothing_is_left_of(programs)
    second = launcher.run("up")
    assert (second.returncode, "run already" in second.stderr) == (1, True)
    assert launcher.run("manage", "check").stderr.count("PostgreSQL") == 0, "manage uses what runs"
    up.send_signal(signal.SIGINT)
    assert up.wait(60) == 0


def test_up_looks_to_the_sample_data_and_prints_the_address_and_a_sign_in_for_each_role(launcher, seeded_db):
    up = launcher.up(**{name: os.environ[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")})
    try:
        wait_until(lambda: "Ctrl-C" in launcher.said(), seconds=30, what="the welcome")
        said = launcher.said()
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(60)

    assert "样例数据已在" in said
    assert f"http://127.0.0.1:{launcher.port}/" in said
    assert {role.value for role in Role if f"zhangdian.{role.value} " not in said} == set()


def test_manage_starts_what_it_needs_and_keeps_standard_output_for_the_command(launcher):
    told = launcher.run("manage", "shell", "--verbosity", "0", said="print('所有' + '输出')")

    assert told.stdout == "所有输出\n"
    assert "PostgreSQL on 127.0.0.1" in told.stderr
    assert told.returncode == 0
    assert not launcher.running(), "what manage started, it stops"


def test_manage_runs_as_the_web_role_and_passes_the_exit_code_on(launcher):
    query = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT current_user'); print(k.fetchone()[0])"

    told = launcher.run("manage", "shell", "--verbosity", "0", "--command", f"{query}; raise SystemExit(3)")

    assert told.stdout == "lidao_web\n"
    assert told.returncode == 3


def test_services_that_the_environment_names_are_used(launcher):
    query = "from django.db import connection as c; print(c.settings_dict['NAME'])"
    addresses = {name: os.environ[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}

    told = launcher.run("manage", "shell", "--verbosity", "0", "--command", query, **addresses)

    assert told.stdout.strip() == urlsplit(addresses["DATABASE_URL"]).path.lstrip("/")
    assert "on 127.0.0.1" not in told.stderr, "neither PostgreSQL nor Valkey was started"


def test_a_database_of_one_s_own_needs_its_owner_too(launcher):
    told = launcher.run("manage", "shell", DATABASE_URL=os.environ["DATABASE_URL"], REDIS_URL=os.environ["REDIS_URL"])

    assert told.returncode == 1
    assert "DATABASE_OWNER_URL is needed too" in told.stderr


def test_a_database_that_does_not_answer_is_named_in_one_line(launcher):
    nowhere = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL"), f"postgresql://lidao@127.0.0.1:{free_port()}/lidao")

    told = launcher.run("manage", "shell", REDIS_URL=os.environ["REDIS_URL"], **nowhere)

    assert told.returncode == 1
    assert "the database does not answer to its owner" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_older_python_can_read_the_launcher_and_say_what_it_needs():
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 7))


def test_secrets_are_readable_by_their_owner_alone(launcher):
    launcher.run("manage", "help")

    assert (launcher.folder / "state.json").stat().st_mode & 0o077 == 0


def test_tests_stop_with_the_one_line_that_installs_what_is_missing(launcher, tmp_path):
    """An empty PATH: no browser is found, and no apt-get that could bring one."""
    told = launcher.run("test", PATH=str(tmp_path))

    assert told.returncode == 1
    assert told.stderr == (
        "These are missing; run this once and start again:  sudo apt-get install -y --no-install-recommends chromium-headless-shell\n"
    )
    assert told.stdout == ""


def test_an_unknown_verb_shows_how_to_use_the_launcher(launcher):
    told = launcher.run("start")

    assert told.returncode == 1
    assert "python3 dev.py up" in told.stderr
