#!/usr/bin/env python3
"""Set up and run Lidao with nothing but Python 3.11 or newer and pip.

    python3 dev.py up               database, broker, sample data, web, worker and beat
    python3 dev.py test [args]      every test; arguments go to pytest
    python3 dev.py manage [args]    manage.py; the services it needs are started when nothing runs yet
    python3 dev.py bench NAME       benchmarks/NAME.py with the same services; its last line is JSON
"""
import os
import shutil
import sys
import time

VERBS = {"up": "devtools.up", "test": "pytest", "manage": "devtools.manage", "bench": "devtools.bench"}


def main():
    verb, arguments = sys.argv[1:2], sys.argv[2:]
    if verb == ["--help"] or verb == ["-h"]:
        print(__doc__)
        return
    if not verb or verb[0] not in VERBS:
        sys.exit(__doc__)
    if sys.version_info < (3, 11):
        run_with_newer_python()
    os.environ["LIDAO_BEGAN"] = str(time.monotonic())
    python = set_up(for_tests=verb == ["test"])
    if verb == ["test"]:
        os.chdir(os.environ["PYTHONPATH"])
        arguments = arguments or ["-n", "2"]
    os.execv(python, [str(python), "-m", VERBS[verb[0]], *arguments])


def run_with_newer_python():
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        if shutil.which(name):
            os.execvp(name, [name, *sys.argv])
    sys.exit("Lidao needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")


def set_up(for_tests):
    """The Python to go on with. System libraries and Python packages are installed at the same time."""
    from concurrent.futures import ThreadPoolExecutor

    from devtools import environment, font_folder, libraries
    from devtools.console import say
    from devtools.paths import ROOT

    with ThreadPoolExecutor() as other:
        system = other.submit(libraries.ready, for_tests=for_tests)
        python = environment.ready()
        missing = system.result()
    if missing and for_tests:
        sys.exit(missing)
    if missing:
        say(missing)
        say("everything else works; papers (PDF) say the same until then")
    font_folder.offer()
    os.environ["PYTHONPATH"] = str(ROOT)
    return python


if __name__ == "__main__":
    main()
