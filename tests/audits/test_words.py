"""Every event has words: the codes are read from the code that writes them."""
import ast
import re
from functools import cache

import pytest

from audits.journal import words
from devtools.paths import ROOT
from households import kinds
from poverty.models import VillageYear
from poverty.years import commands as years
from tests.pages.acts import ACTS

CODE = re.compile(r"[a-z_]+\.[a-z_]+")
APPS = ("accounts", "audits", "households", "poverty", "benefits")
TAKEN_OUT_BY = ("of_list", "record_export", "record_list_export")
LOGGED = {"job.interrupted"}  # a line of the log of the worker, no event
# Codes put together from a noun and a verb: the verb, and where the nouns come from.
TOGETHER = {
    "recorded": [kind.model._meta.model_name for kind in kinds.PERSON],
    "ended": [kind.model._meta.model_name for kind in kinds.PERSON],
    "withdrawn": [
        *(kind.model._meta.model_name for kind in (*kinds.PERSON, *kinds.FAMILY)), "membership", "statement", "account", *years._NOUNS.values(),
    ],
    "confirmed": [noun for model, noun in years._NOUNS.items() if model is not VillageYear],
    "exported": [],  # `taken_out` finds them
}


def nodes(is_meant):
    """Every node of the modules of the apps whose path `is_meant`."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if not {"migrations", "management"} & set(path.parts) and is_meant(path.relative_to(ROOT)):
                yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def writes(path):
    """Modules that write events: commands, signals, jobs."""
    return "commands" in str(path) or path.name in ("signals.py", "printing.py", "work.py") or "jobs" in path.parts


def codes():
    """(codes that stand as they are, verbs of codes that are put together)."""
    whole, together = set(), set()
    for node in nodes(writes):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            whole.add(node.value)
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[-1], ast.Constant) and len(node.values) == 2:
            verb = re.fullmatch(r"\.([a-z_]+)", str(node.values[-1].value))
            together |= {verb[1]} if verb else set()
    return whole - LOGGED, together


def taken_out():
    """What lists are called when they are taken out as workbooks."""
    for node in nodes(lambda path: "views" in str(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in TAKEN_OUT_BY:
            named = [keyword.value.value for keyword in node.keywords if keyword.arg == "what" and isinstance(keyword.value, ast.Constant)]
            yield from named or [arg.value for arg in node.args[1:2] if isinstance(arg, ast.Constant)]


@cache
def written():
    whole, together = codes()
    assert together <= {*TOGETHER, "pdf", "xlsx"}, f"say in TOGETHER what {together - set(TOGETHER)} is put together with"
    nouns = TOGETHER | {"exported": list(taken_out())}
    return whole | {f"{noun}.{verb}" for verb, them in nouns.items() for noun in them} | {act.event for act in ACTS.values()}


def test_every_event_that_is_written_has_words():
    silent = sorted(code for code in written() if words.of(code) == code or str(words.of(code)).startswith("打开或提交"))

    assert not silent, f"give these events words in audits/journal/words.py: {silent}"


def test_no_words_are_kept_for_what_is_written_no_more():
    known = {f"{noun}.{verb}" for noun, (_title, verbs) in words.NOUNS.items() for verb in verbs}
    of_facts = {code for code in known if code.split(".")[1] in ("recorded", "ended", "withdrawn")}

    assert known - of_facts - written() == set()


def test_no_two_nouns_or_acts_are_called_the_same():
    titles = [str(title) for title, _verbs in words.NOUNS.values()]
    acts = [str(said) for _title, verbs in words.NOUNS.values() for said in verbs.values()]

    assert (len(set(titles)), len(set(acts))) == (len(titles), len(acts))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("payout_run.signed", "签发发放批次"),
        ("hukou.withdrawn", "撤回户口"),
        ("benefits:run.refused", "打开或提交 /runs/…"),
        ("desk.refused", "打开或提交 /"),
        ("gone:page.refused", "打开或提交 gone:page"),
    ],
)
def test_an_event_is_told_in_words(code, said):
    assert words.of(code) == said
