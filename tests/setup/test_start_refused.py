"""Web, worker and beat do not start as a role that row-level security does not bind."""
import os
import subprocess
import sys

import pytest

from devtools.paths import ROOT

PROGRAMS = {
    "web": ["gunicorn", "config.wsgi", "--preload", "--bind", "127.0.0.1:0", "--no-control-socket"],
    "worker": ["celery", "--app", "config", "worker", "--pool", "solo"],
    "beat": ["celery", "--app", "config", "beat", "--pidfile", ""],
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_program_refuses_to_start_as_the_owner(program):
    env = os.environ | {"DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}

    ended = subprocess.run([sys.executable, "-m", *PROGRAMS[program]], env=env, cwd=ROOT, capture_output=True, text=True, timeout=30)

    assert ended.returncode == 1
    assert "DATABASE_URL names the owner of the tables: use the role lidao_web." in ended.stderr
