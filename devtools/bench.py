"""`dev.py bench NAME`: benchmarks/NAME.py as the web role, its services started for it when nothing runs yet."""
import sys

from devtools import manage
from devtools.console import say
from devtools.paths import ROOT

_BEGIN = """
import os, runpy, sys
os.environ.pop("DATABASE_OWNER_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
runpy.run_module(sys.argv[1], run_name="__main__")
"""


def main(arguments):
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
    if len(arguments) != 1 or arguments[0] not in names:
        say(f"usage: python3 dev.py bench {'|'.join(names)}")
        return 2
    return manage.run(["-c", _BEGIN, f"benchmarks.{arguments[0]}"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
