"""How each address that changes something is made to change it. One file a room, one function an address; the folder is the list."""
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from django.utils.functional import cached_property

from accounts.roles import Role
from tests.benefits.books import Officials, an_official
from tests.benefits.desk import Desk
from tests.builders import QINGSHI, ZHANGDIAN, inside

ACTS = {}


@dataclass(frozen=True)
class Sent:
    """A request about to be made: by whom (a post, None for somebody not signed in), to which object, with which fields."""

    by: object = None
    args: tuple = ()
    fields: dict = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Act:
    """An address, what prepares its request in a county, and the one event it then writes."""

    name: str
    prepare: object
    event: str
    method: str


def act(name, *, event, method="post"):
    """Names the function below it as the way to make the address `name` succeed, which writes `event` and nothing else."""

    def decorate(prepare):
        ACTS[name] = Act(name, prepare, event, method)
        return prepare

    return decorate


class County:
    """张店 and whoever acts in it, made when first asked for."""

    @cached_property
    def clerk(self):
        return an_official(Role.TOWNSHIP_CLERK, QINGSHI)

    @cached_property
    def auditor(self):
        return an_official(Role.AUDITOR)

    @cached_property
    def officials(self):
        return Officials()

    @cached_property
    def desk(self):
        return Desk()

    def inside(self):
        return inside(ZHANGDIAN)


for _file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    import_module(f"{__name__}.{_file.stem}")
