"""docker-compose.yml and the Dockerfile, checked by the real Compose without an engine."""
import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands

from devtools.paths import ROOT

COMPOSE = ROOT / "docker-compose.yml"
PROGRAMS = Path(sys.executable).parent
SECRETS = re.findall(r"\$\{(\w+):\?", COMPOSE.read_text())


def compose(*arguments, file=COMPOSE, without=()):
    env = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]} | {name: "given" for name in SECRETS if name not in without}
    command = [PROGRAMS / "docker-compose", "--file", file, "config", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def services():
    return json.loads(compose("--format", "json").stdout)["services"]


def test_compose_file_is_valid():
    assert compose("--quiet").stderr == ""


def test_a_wrong_key_is_named(tmp_path):
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(COMPOSE.read_text().replace("healthcheck:", "health_check:", 1))

    checked = compose("--quiet", file=broken)

    assert checked.returncode != 0
    assert "health_check" in checked.stderr


@pytest.mark.parametrize("secret", sorted(set(SECRETS)))
def test_without_a_secret_nothing_starts(secret):
    checked = compose("--quiet", without={secret})

    assert checked.returncode != 0
    assert secret in checked.stderr


def test_a_county_has_all_its_services(services):
    assert set(services) == {"postgres", "valkey", "migrate", "web", "worker", "beat"}
    assert services["postgres"]["image"] == "postgres:18"


def test_every_setting_without_a_default_is_given(services):
    needed = set(re.findall(r'os\.environ\["(\w+)"\]', (ROOT / "config" / "settings.py").read_text()))

    for name in ("migrate", "web", "worker", "beat"):
        assert needed <= set(services[name]["environment"]), name


def test_only_migrate_knows_the_owner(services):
    assert [name for name, service in services.items() if "DATABASE_OWNER_URL" in service.get("environment", {})] == ["migrate"]


def test_commands_name_programs_and_applications_that_exist(services):
    program, *arguments = services["migrate"]["command"]
    assert (PROGRAMS / program).exists()
    assert (ROOT / arguments[0]).exists()
    assert arguments[1] in get_commands()
    for name in ("worker", "beat"):
        program, _, application, verb = services[name]["command"][:4]
        assert (PROGRAMS / program).exists()
        assert find_spec(f"{application}.celery")
        assert verb == name


def test_image_is_made_from_things_that_exist():
    dockerfile = (ROOT / "Dockerfile").read_text()
    for source in re.findall(r"^COPY (\S+) ", dockerfile, re.MULTILINE):
        assert (ROOT / source).exists(), source
    program, application = json.loads(re.search(r"^CMD (\[.*\])", dockerfile, re.MULTILINE)[1])[:2]
    assert (PROGRAMS / program).exists()
    assert find_spec(application)


def test_files_that_compose_mounts_exist(services):
    mounts = [volume["source"] for service in services.values() for volume in service.get("volumes", []) if volume["type"] == "bind"]

    assert mounts == [str(ROOT / "devtools" / "roles.sql")]
    assert Path(mounts[0]).exists()


def test_nobody_carries_a_laptop_s_secrets_into_the_image():
    assert {".data/", ".venv/", ".env", ".git/"} <= set((ROOT / ".dockerignore").read_text().splitlines())
