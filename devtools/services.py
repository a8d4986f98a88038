"""The database and the broker of this folder: the private ones, or those the environment names."""
import json
import os
import sys

from devtools import leftovers, state
from devtools.console import say
from devtools.paths import DATA, ROOT
from devtools.postgres import Cluster
from devtools.valkey import Valkey

DATABASE = "lidao"
ROLES_SQL = ROOT / "devtools" / "roles.sql"


class Services:
    """PostgreSQL with its three roles, and Valkey. DATABASE_URL with DATABASE_OWNER_URL, and REDIS_URL, replace them."""

    def __init__(self):
        self.state = state.read()
        self.running = []

    def start(self):
        leftovers.sweep()
        if "DATABASE_URL" not in os.environ:
            self._start_postgres()
        if "REDIS_URL" not in os.environ:
            self._start_valkey()
        state.keep(**{name: port for name, port in self.state.items() if name.endswith("_port")})
        self.note()

    def _start_postgres(self):
        cluster = Cluster(DATA, password=self.state["superuser_password"], port=self.state.get("postgres_port"))
        self.running.append(cluster)
        cluster.start()
        make_roles(cluster, self.state)
        self.state["postgres_port"] = cluster.port
        say(f"PostgreSQL on 127.0.0.1:{cluster.port}")

    def _start_valkey(self):
        valkey = Valkey(DATA, password=self.state["valkey_password"], port=self.state.get("valkey_port"))
        self.running.append(valkey)
        valkey.start()
        self.state["valkey_port"] = valkey.port
        say(f"Valkey on 127.0.0.1:{valkey.port}")

    def note(self, *more):
        leftovers.note([service.child for service in self.running] + list(more))

    def stop(self):
        for service in reversed(self.running):
            service.stop()
        leftovers.forget()


def make_roles(cluster, kept):
    """The three roles and the database, as roles.sql says; again at each start, so that a changed file takes effect."""
    cluster.psql("-f", ROLES_SQL, OWNER_PASSWORD=kept["owner_password"], WEB_PASSWORD=kept["web_password"], DATABASE=DATABASE)


def environment(kept):
    """The environment of a web process, worker or beat on this machine: the web role, never the owner."""
    made = {
        "DATABASE_URL": _database_url(kept, "lidao_web", kept["web_password"]),
        "REDIS_URL": f"redis://:{kept['valkey_password']}@127.0.0.1:{kept.get('valkey_port')}/0",
        "SECRET_KEY": kept["secret_key"],
        "LIDAO_KEYS": json.dumps(kept["keys"]),
        "LIDAO_SAMPLE_PASSWORD": kept["sample_password"],
        "LIDAO_DATA_DIR": str(DATA),
        "LIDAO_TLS": "0",
        "PYTHONUNBUFFERED": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return made | inherited


def owner_environment(kept):
    """The same for manage.py, which becomes the owner for the few commands that need it."""
    if "DATABASE_URL" in os.environ and "DATABASE_OWNER_URL" not in os.environ:
        sys.exit("DATABASE_URL is set: DATABASE_OWNER_URL is needed too (see devtools/roles.sql).")
    owner = _database_url(kept, "lidao_owner", kept["owner_password"])
    return environment(kept) | {"DATABASE_OWNER_URL": os.environ.get("DATABASE_OWNER_URL", owner)}


def _database_url(kept, role, password):
    return f"postgresql://{role}:{password}@127.0.0.1:{kept.get('postgres_port')}/{DATABASE}"
