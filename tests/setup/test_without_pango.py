"""A machine without root and without Pango: the launcher goes on, and papers say what to run."""
import os
import subprocess
import sys

from devtools.paths import ROOT

LINE = "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PROGRAM = """
import dev
dev.set_up(for_tests=False)
import django
django.setup()
from accounts.refusal import NotAllowed
from benefits.rosters import making
try:
    making.made(None, row=None, event="roster.sealed", at=None)
except NotAllowed as refused:
    print(refused.sentence)
"""


def test_up_goes_on_and_papers_answer_with_the_line_to_run(tmp_path):
    libraries, programs = tmp_path / "lib", tmp_path / "bin"
    libraries.mkdir(), programs.mkdir()
    (libraries / "libpango-1.0.so.0").write_bytes(b"")  # found before the real one, and no library
    env = os.environ | {"LD_LIBRARY_PATH": str(libraries), "PATH": str(programs), "DJANGO_SETTINGS_MODULE": "config.settings"}

    ended = subprocess.run([sys.executable, "-c", PROGRAM], env=env, cwd=ROOT, capture_output=True, text=True, timeout=60)

    told = ended.stdout + ended.stderr
    assert f"run this once and start again:  {LINE}" in told and "everything else works" in told
    assert f"请系统管理员运行 {LINE}，" in ended.stdout, told
