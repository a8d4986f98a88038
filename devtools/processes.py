"""Child processes: each in a session of its own, ended with their parent on Linux, stopped in order."""
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)  # loaded before any fork


class Child:
    """A running program: web, worker, beat, PostgreSQL, Valkey or a command.

    Its own session keeps Ctrl-C for the launcher alone, which then stops every child in its turn.
    Lines go to `log` when given, otherwise to standard error behind the name.
    """

    def __init__(self, name, command, *, env=None, cwd=None, stop_signal=signal.SIGTERM, before_exec=None, log=None, stdin=None):
        self.name = name
        self.stop_signal = stop_signal

        def prepare():
            if before_exec:
                before_exec()
            _end_with_parent(stop_signal)  # last: changing credentials would clear it

        with open(log, "ab") if log else contextlib.nullcontext() as output:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env=env,
                cwd=cwd,
                preexec_fn=prepare,
                start_new_session=True,
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                stdout=output or subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        if stdin is not None:
            self.process.stdin.write(stdin)
            self.process.stdin.close()
        self._reader = None if log else self._start_reader()

    def _start_reader(self):
        reader = threading.Thread(target=self._repeat_lines, daemon=True)
        reader.start()
        return reader

    def _repeat_lines(self):
        with self.process.stdout as lines:
            for line in lines:
                print(f"{self.name:>8} | {line.decode(errors='replace').rstrip()}", file=sys.stderr, flush=True)

    @property
    def pid(self):
        return self.process.pid

    def alive(self):
        return self.process.poll() is None

    def ask_to_stop(self):
        if self.alive():
            self.process.send_signal(self.stop_signal)

    def wait_stopped(self, seconds):
        """Its exit code, once it has ended; after `seconds` its whole session is killed."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._reader:
            self._reader.join(2)
        return self.process.returncode

    def stop(self, seconds=15):
        self.ask_to_stop()
        return self.wait_stopped(seconds)


def run_to_end(name, command, *, env):
    """Exit code of a command that works for the launcher; its lines go to standard error."""
    child = Child(name, command, env=env)
    try:
        return child.process.wait()
    finally:
        child.stop()


def exit_on_signals(code=None):
    """Ctrl-C, SIGTERM and SIGHUP raise SystemExit once, so that everything started is stopped on the way out.

    The exit code is `code`, or 128 + the signal's number as a shell says it.
    """

    def leave(number, frame):
        for ending in _ENDINGS:
            signal.signal(ending, signal.SIG_IGN)  # nothing interrupts the stopping
        sys.exit(128 + number if code is None else code)

    for ending in _ENDINGS:
        signal.signal(ending, leave)


class NotReady(Exception):
    """A program ended or stayed silent instead of becoming ready."""


def wait_until(ready, *, seconds, what, child=None):
    """Wait for `ready()`; NotReady when `child` ends or the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if child and not child.alive():
            raise NotReady(f"{what} ended with exit code {child.process.returncode}")
        if time.monotonic() > deadline:
            raise NotReady(f"{what} was not ready after {seconds} s")
        time.sleep(0.03)


def free_port(preferred=None):
    """A free TCP port on 127.0.0.1, the preferred one when nobody holds it."""
    for port in (preferred, 0):
        if port is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise NotReady("no free port on 127.0.0.1")


def command_line(pid):
    """The command line of a process, empty when there is none. A minimal Debian has no ps."""
    if sys.platform != "linux":
        return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True).stdout
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _end_with_parent(stop_signal):
    """The kernel sends the signal when the launcher dies, kill -9 included (Linux only)."""
    if sys.platform == "linux":
        LIBC.prctl(_PR_SET_PDEATHSIG, stop_signal)
