"""What the launcher says goes to standard error; standard output belongs to the command that was asked for."""
import os
import sys
import time

# dev.py runs the verb in a second Python and hands its own start time over.
_began = float(os.environ.get("LIDAO_BEGAN", time.monotonic()))


def say(*words):
    """One line on standard error, with the seconds since the launcher began."""
    print(f"[{time.monotonic() - _began:5.1f}s]", *words, file=sys.stderr, flush=True)
