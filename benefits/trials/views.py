"""The pages of a trial 政策试算. What was typed travels in the page itself, posted each time: nothing is stored (docs/decisions/0011)."""
import json

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import downloads
from accounts.middleware import requires_post
from accounts.roles import ADMINISTRATORS, BUSINESS, Role
from benefits import rules, trials, wording
from benefits.policies_table import queries as policies
from benefits.rules import Unusable
from benefits.trials import choosing, commands, comparing, places, telling
from benefits.trials.examples import examples
from benefits.trials.form import drawing, reading, showing
from households.cells.typed import Message
from households.models import Household

ANYONE = BUSINESS | ADMINISTRATORS
TAKERS = BUSINESS - {Role.FINANCE}
_NOT_CELLS = {"csrfmiddlewaretoken", "case", "json", "focus"}


@require_GET
@requires_post(ANYONE)
def page(request):
    """An empty page, or one of the invented families."""
    year = timezone.localdate().year
    example = examples(year=year).get(request.GET.get("example", ""))
    cells = showing.cells_of(example.case) if example else {"place": _own_place(request.post), "from": f"{year}-01", "to": f"{year}-12"}
    return _entry(request, cells)


@require_http_methods(["GET", "POST"])
@requires_post(ANYONE)
def entry(request):
    """A case opened as cells: pasted as JSON, the one of an answer to go on with, or the cells as they are."""
    if request.method == "GET":
        return page(request)
    if not {"json", "case"} & set(request.POST):
        return _entry(request, _cells(request))
    pasted = request.POST.get("json", "")
    try:
        case = _given(pasted) if pasted else _posted_case(request)
    except Unusable as error:
        problems = [{"id": "json", "sentence": wording.unusable(error)}]
        return _entry(request, {}, pasted=pasted or request.POST.get("case", ""), problems=problems, status=422)
    focus, _equals, filled = request.POST.get("focus", "").partition("=")
    return _entry(request, showing.cells_of(case) | ({focus: filled} if filled else {}), focus=focus)


@require_POST
@requires_post(ANYONE)
def preview(request):
    """What stands around the cells while they are typed."""
    return render(request, "trials/_entry_answer.html", _around(request, _cells(request)))


@require_http_methods(["GET", "POST"])
@requires_post(ANYONE)
def answers(request):
    """Every scheme with its reasons; what cannot be used comes back as it was typed and says where."""
    if request.method == "GET":
        return page(request)
    case, refused = _asked(request)
    return refused or render(request, "trials/answer.html", _answered(request, case))


@require_POST
@requires_post(ANYONE)
def readings(request):
    """A policy choice was switched: the answer again, with what changes."""
    case, refused = _asked(request)
    return refused or render(request, "trials/_answer.html", _answered(request, case))


@require_http_methods(["GET", "POST"])
@requires_post(ANYONE)
def case_file(request):
    """The case in the evaluation format, nobody named in it."""
    if request.method == "GET":
        return page(request)
    case, refused = _asked(request)
    if refused:
        return refused
    made = commands.export_case(case=case, by=request.post, at=timezone.now())
    return downloads.attachment(json.dumps(made, ensure_ascii=False, indent=1), f"trial-{timezone.localdate():%Y%m%d}.json", "application/json")


@require_http_methods(["GET", "POST"])
@requires_post(TAKERS)
def of_family(request, household_id):
    """A recorded family on the page of a trial, where every fact and date can be moved and none is saved."""
    if request.method == "GET":
        return page(request)
    household = Household.objects.filter(pk=household_id).first()
    if household is None:
        raise Http404
    now = timezone.now()
    case = commands.take_family(household=household, year=timezone.localdate(now).year, by=request.post, at=now)
    return _entry(request, showing.cells_of(case), of_record=True)


def _asked(request):
    """(case, None) of cells or of the case an answer carries, or (None, the page that says what is wrong with it)."""
    if "case" in request.POST:
        try:
            return _posted_case(request), None
        except Unusable as error:
            problems = [{"id": "json", "sentence": wording.unusable(error)}]
            return None, _entry(request, {}, pasted=request.POST["case"], problems=problems, status=422)
    cells = _cells(request)
    case, found = _calculable(request, cells)
    if not found:
        return case, None
    problems = [{"id": message.cell, "sentence": message.sentence} for message in found]
    return None, _entry(request, cells, problems=problems, status=422)


def _given(text):
    """A pasted case that the page can hold in full; raises Unusable."""
    case = trials.read(text)
    if isinstance(case, list):
        raise Unusable("case", _("一次只试算一个家庭，请粘贴一个案例。"))
    rules.check(case)
    read = reading.read(showing.cells_of(case), names_of_places=lambda name: [])
    if showing.canonical(read.case) != showing.canonical(case):
        raise Unusable("case", _("有本页的表格写不下的内容，请用接口 POST /api/v1/evaluations 试算。"))
    return case


def _posted_case(request):
    """The case a page carries, under the readings chosen on it."""
    if not request.POST.get("case"):
        raise Unusable("case", _("内容不完整，请重新录入。"))
    case = trials.read(request.POST["case"])
    rules.check(case)
    chosen = {name.removeprefix("choice-"): text for name, text in request.POST.items() if name.startswith("choice-")}
    return choosing.switched(case, chosen or case.get("choices", {}), book=_book(case))


def _cells(request):
    return {name: text for name, text in request.POST.items() if name not in _NOT_CELLS}


def _calculable(request, cells):
    """(case, messages): what is wrong with cells, or with the case they make."""
    read = reading.read(cells, names_of_places=lambda name: places.codes_named(name, request.post))
    found = [(message.cell, message.sentence) for message in read.messages]
    if not found:
        try:
            rules.check(read.case)
        except Unusable as error:
            found = [(read.cell(error.place), wording.told(error.sentence))]
    return read.case, [Message("error", cell, _("%(where)s：%(what)s") % {"where": drawing.where(cell), "what": what}) for cell, what in found]


def _book(case):
    return policies.in_force(case["place"]).book


def _entry(request, cells, *, problems=(), pasted="", focus="", of_record=False, status=200):
    around = _around(request, cells)
    tables = drawing.tables(cells)
    for table in tables:
        table["messages"] = around["messages_of"][table["name"]]
        table["open"] = table["filled"] or focus.startswith(f"{table['name']}-")
    context = around | {
        "tables": tables,
        "asked": {name: cells.get(name, "") for name in ("place", "from", "to", "case_id")},
        "choices": [
            (name, choosing.question(code), choosing.words(code, text), text)
            for name, text in cells.items()
            if name.startswith("choice-") and (code := name.removeprefix("choice-")) in choosing.CHOICES
        ],
        "places": places.suggested(request.post),
        "value_names": drawing.value_names(),
        "examples": [(name, example.title, n) for n, (name, example) in enumerate(examples(year=timezone.localdate().year).items(), 1)],
        "problems": problems,
        "pasted": pasted,
        "focus": focus,
        "of_record": of_record,
    }
    return render(request, "trials/entry.html", context, status=status)


def _around(request, cells):
    """Messages by table, and the answer in short."""
    if not any(name.startswith("adult-") and text and not name.endswith(("-state", "-hukou")) for name, text in cells.items()):
        return {"messages_of": _by_table([]), "told": None, "errors": 0}
    case, found = _calculable(request, cells)
    told = None if found else telling.told(trials.answer(case), case)
    return {"messages_of": _by_table(found), "told": told, "errors": len(found)}


def _by_table(found):
    names = ["case", *drawing.names_of_tables()]
    sections = {name: [] for name in names}
    for message in found:
        head = message.cell.split("-")[0]
        sections[head if head in sections else "case"].append(message)
    return sections


def _answered(request, case):
    book = _book(case)
    own = {key: value for key, value in case.items() if key != "choices"}
    answer = trials.answer(case)
    changed = comparing.changes(trials.answer(own), answer, case) if case.get("choices") else None
    listed = choosing.choices(case, answer, book=book)
    return {
        "case": case,
        "case_text": json.dumps(case, ensure_ascii=False),
        "told": telling.told(answer, case),
        "changes": changed,
        "choices": listed,
        "switched": [choice for choice in listed if choice.is_switched],
        "place_name": places.name_of(case["place"]),
        "members": drawing.members(case),
        "may_see_register": request.post.role in TAKERS,
        "on": timezone.localdate(),
    }


def _own_place(post):
    return post.county_code[:6] if post.county_code else ""
