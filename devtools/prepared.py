"""A throwaway cluster with a migrated database in it, running in about a second.

Migrating takes longer than most test sessions. So the migrated data is kept in one file under the fingerprint
of everything it was made from, and each session begins with a copy.
"""
import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from devtools import schema, services
from devtools.paths import data_folder
from devtools.postgres import Cluster
from devtools.valkey import Valkey

_KEEP = 3


class NotMigrated(Exception):
    """The migrations of this tree do not run."""


@contextlib.contextmanager
def throwaway(kept_state, *, prefix):
    """(folder, cluster, valkey) of a run of its own, gone at its end; the services of the shell's environment are forgotten."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    with contextlib.ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix=prefix)))
        made = cluster(folder, kept_state)
        running.callback(made.remove)
        running.callback(made.stop)
        valkey = Valkey(folder, password=kept_state["valkey_password"], throwaway=True)
        valkey.start()
        running.callback(valkey.stop)
        yield folder, made, valkey


def cluster(folder, kept_state):
    """The running cluster, its data below `folder`; its database is the one a fresh `up` would have without sample data."""
    made = Cluster(folder, password=kept_state["superuser_password"], throwaway=True)
    archive = data_folder() / "prepared" / f"{_mark(kept_state)}.tar"
    if archive.exists():
        archive.touch()
        made.restore(archive)
    else:
        _prepare(made, kept_state, archive)
    made.start()
    return made


def _mark(kept_state):
    """Differs with everything the data depends on, the passwords of its roles included."""
    passwords = [kept_state[f"{role}_password"] for role in ("superuser", "owner", "web")]
    return hashlib.sha256(" ".join([schema.fingerprint(), *passwords]).encode()).hexdigest()[:16]


def _prepare(made, kept_state, archive):
    """Sessions may prepare the same file side by side: the last one to finish wins."""
    made.start()
    try:
        services.make_roles(made, kept_state)
        # Tests make and renew databases of their own, which the owner of a county's database may not.
        made.psql("-c", "ALTER ROLE lidao_owner CREATEDB", "-c", "GRANT pg_signal_backend TO lidao_owner")
        environment = services.owner_environment(kept_state | {"postgres_port": made.port})
        if not schema.migrate_when_needed(environment):
            raise NotMigrated("the database of the tests could not be migrated: see what manage.py migrate says above")
    finally:
        made.stop()
    archive.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = archive.with_name(f"unfinished-{os.getpid()}")
    made.save(unfinished)
    unfinished.chmod(0o600)
    unfinished.replace(archive)
    for old in sorted(archive.parent.glob("*.tar"), key=lambda file: file.stat().st_mtime)[:-_KEEP]:
        old.unlink(missing_ok=True)
