"""Pages of villages: their records of a year, the grid they are entered in, what follows from them."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import workbooks
from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.queries import townships_of
from accounts.roles import BUSINESS, Role
from households.imports.reading import reader
from households.queries.places import is_inside
from poverty.models import VillageYear
from poverty.years import citations, commands, filled, judging, queries, sheets
from poverty.years.forms import SourceForm, VillageForm, WhyForm, WorkbookForm
from poverty.years.views import downloads

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def village_years(request):
    """Villages with their records of a year; the township's page is where they are entered and confirmed."""
    place, year, township = _place(request), _year(request), _township(request)
    page = queries.page(queries.villages(place, year=year), request.GET, key=lambda village: village.code)
    waiting = [
        (Jurisdiction(pk=code, name=name), of_year, f"{reverse('poverty:village_years')}?township={code}&year={of_year}")
        for code, of_year, name in _named(queries.waiting_villages(request.post.division_code))
    ]
    context = {
        "page": page, "year": year, "township": township, "years": _years(), "townships": townships_of(request.post),
        "waiting": waiting, **_neighbours(request, page),
        "may_enter": township and request.post.role in commands.ENTERS_VILLAGES,
        "may_confirm": township and request.post.role in commands.CONFIRMS_VILLAGES and any(row.waiting for row in page.rows),
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "poverty/village_years.html", context)


@require_GET
@requires_post(READERS)
def export_village_years(request):
    rows, year = queries.villages(_place(request), year=_year(request)), _year(request)
    return downloads.of_list(request, "village_years", *sheets.villages(rows, year=year))


@require_http_methods(["GET", "POST"])
@requires_post(commands.ENTERS_VILLAGES)
def entry(request, township, year):
    """The grid of a township's villages for a year. An empty cell is not recorded; button "workbook": what a filled workbook says, in the grid."""
    place = _inside(request, township)
    rows = queries.villages(place.pk, year=year)
    if "workbook" in request.POST:
        return _from_workbook(request, place, year, rows)
    forms = [_village_form(village, request.POST or None) for village in rows]
    shown = [row.said for row in rows if row.said]
    source = SourceForm(request.POST or None, initial={"source": shown[0].source if shown else ""})
    if request.method == "POST" and all([source.is_valid(), *(form.is_valid() for form in forms)]):
        said = {form.village.code: form.cleaned_data for form in forms}
        count = commands.enter_village_years(
            township=place.pk, year=year, said=said, source=source.cleaned_data["source"], by=request.post, at=timezone.now()
        )
        messages.success(request, _("已保存 %(count)s 个村的改动，由县级核对来源并确认后生效。") % {"count": count})
        return redirect(f"{reverse('poverty:village_years')}?township={place.pk}&year={year}")
    return _grid(request, place, year, forms, source)


@require_GET
@requires_post(commands.ENTERS_VILLAGES)
def template(request, township, year):
    """The grid as a workbook to fill in: the villages, and no figure."""
    place = _inside(request, township)
    name = _("%(place)s%(year)s年村年度记录.xlsx") % {"place": place.name, "year": year}
    return workbooks.attachment(filled.blank(queries.villages(place.pk, year=year)), name)


def _from_workbook(request, place, year, rows):
    """Nothing is saved yet; rows that cannot be taken are named with the reason."""
    upload = WorkbookForm(request.POST, request.FILES)
    source = SourceForm(initial={"source": next((row.said.source for row in rows if row.said), "")})
    try:
        said = filled.read(upload.cleaned_data["file"].read(), rows) if upload.is_valid() else None
    except reader.Unreadable as refusal:
        upload.add_error("file", refusal.sentence)
        said = None
    if said is None:
        return _grid(request, place, year, [_village_form(village, None) for village in rows], source, upload=upload)
    recorded = {name: text for village in rows for name, text in _cells(_village_form(village, None)).items()}
    forms = [_village_form(village, recorded | said.cells) for village in rows]
    return _grid(request, place, year, forms, source, faults=said.faults, taken=len(said.villages))


def _grid(request, place, year, forms, source, *, upload=None, faults=(), taken=None):
    """The entry page: cells with their problems; `taken` is how many villages came out of a workbook."""
    problems = [{"id": "file", "sentence": sentence} for sentence in faults] + [
        {"id": form[name].id_for_label, "sentence": f"{form.village.name} {form.fields[name].label}{_('：')}{' '.join(errors)}"}
        for form in forms for name, errors in form.errors.items()
    ]  # fmt: skip
    upload = upload or WorkbookForm()
    problems += [{"id": "file", "sentence": " ".join(errors)} for errors in upload.errors.values()]
    context = {"township": place, "year": year, "forms": forms, "source": source, "problems": problems, "upload": upload, "taken": taken}
    return render(request, "poverty/village_years_entry.html", context, status=422 if problems or source.errors else 200)


def _cells(form):
    """{name: text} of a village's row as the grid would post it unchanged."""
    said = {name: form[name].field.prepare_value(form.initial.get(name)) for name in form.fields}
    return {form.add_prefix(name): "" if value is None else str(value) for name, value in said.items()}


@require_POST
@requires_post(commands.CONFIRMS_VILLAGES)
def confirmation(request, township, year):
    place = _inside(request, township)
    ids = [int(text) for text in request.POST.getlist("row") if text.isascii() and text.isdigit()]
    rows = commands.confirm_village_years(township=place.pk, year=year, ids=ids, by=request.post, at=timezone.now())
    messages.success(request, _("已确认 %(count)s 个村的记录，优先名单和核算按新的记录。") % {"count": len(rows)})
    return redirect(f"{reverse('poverty:village_years')}?township={place.pk}&year={year}")


@require_http_methods(["GET", "POST"])
@requires_post(commands.CONFIRMS_VILLAGES)
def withdrawal(request, row_id):
    row = get_object_or_404(VillageYear.objects.standing(), pk=row_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.withdraw(model=VillageYear, row_id=row.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        return redirect("benefits:village", row.division_code)
    context = {"form": form, "heading": _("撤回村年度记录"), "about": f"{_village(row.division_code).name} {row.year}",
               "back": reverse("benefits:village", args=[row.division_code]), "back_title": _village(row.division_code).name}  # fmt: skip
    return render(request, "poverty/withdrawal.html", context, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def priorities(request):
    """Which villages come first, by the records up to the end of a year; what is not recorded is unknown, never clean."""
    year, chosen = _year(request), request.GET
    rows = _judged(request, year)
    page = queries.page(rows, chosen, key=lambda village: village.key)
    in_force = judging.in_force(request.post.county_code, on=judging.last_day(year))
    of_townships = any(priority.cite == citations.GUIYANG_DEVELOPMENT for priority in in_force)
    context = {
        "page": page, "year": year, "years": _years(), "townships": townships_of(request.post), "township": _township(request),
        "conditions": judging.CONDITIONS, "chosen": chosen, **_neighbours(request, page),
        "in_force": in_force, "count": len(rows),
        "may_enter": request.post.role in commands.ENTERS_VILLAGES,
        "third_children": queries.townships_without_third_children(_place(request), year=year) if of_townships else (), "query": chosen.urlencode(),
        "third_children_cite": citations.GUIYANG_DEVELOPMENT,
    }  # fmt: skip
    return render(request, "poverty/priorities.html", context)


@require_GET
@requires_post(READERS)
def export_priorities(request):
    year = _year(request)
    rows = _judged(request, year)
    return downloads.of_list(request, "village_priorities", *sheets.judged(rows, year=year))


def _judged(request, year):
    """The villages the filters leave; each keeps its place among all of the county."""
    rows = [row for row in queries.judged(request.post.county_code, year=year) if is_inside(row.code, _place(request))]
    condition, answer = request.GET.get("condition", ""), request.GET.get("answer", "") or judging.YES
    rows = [row for row in rows if row.findings[condition].answer == answer] if condition in judging.CONDITIONS else rows
    return [row for row in rows if row.questions] if request.GET.get("missing") == "1" else rows


def _village_form(village, data):
    said = village.said
    initial = {name: getattr(said, name) for name in queries.ENTERED} if said else {}
    for name in ("income_per_person_fen", "support_standard_fen"):
        if initial.get(name) is not None:
            initial[name] = f"{initial[name] // 100:,}.{initial[name] % 100:02d}"
    return VillageForm(data, village=village, initial=initial)


def _inside(request, code):
    """A place inside the post's own."""
    if not is_inside(str(code), request.post.division_code):
        raise Http404
    return get_object_or_404(Jurisdiction.objects.select_related("parent"), pk=str(code))


def _village(code):
    return Jurisdiction.objects.get(pk=code)


def _place(request):
    """The township the address names, or the whole place of the post."""
    return _township(request) or request.post.division_code


def _township(request):
    """The township the address names; the post's own when it works in one."""
    own = request.post.division_code
    asked = request.GET.get("township", "")
    inside = asked if asked.isdigit() and len(asked) == 12 and is_inside(asked, own) else ""
    return inside or (own[:9] + "000" if own[6:9] != "000" and own.endswith("000") else "")


def _year(request):
    """The year the address names, last year otherwise: the last one whose register is closed."""
    text, last = request.GET.get("year", ""), timezone.localdate().year - 1
    return int(text) if text.isascii() and text.isdigit() and 1950 <= int(text) <= last + 1 else last


def _years():
    this_year = timezone.localdate().year
    return range(this_year, this_year - 12, -1)


def _named(pairs):
    names = dict(Jurisdiction.objects.filter(code__in={code for code, _year in pairs}).values_list("code", "name"))
    return [(code, year, names[code]) for code, year in pairs]


def _neighbours(request, page):
    """Addresses of the pages before and after, with the same filters."""

    def address(**mark):
        kept = {name: value for name, value in request.GET.items() if value and name not in ("after", "before")}
        return "?" + downloads.encoded(kept | mark)

    return {"previous_url": page.previous and address(before=page.previous), "next_url": page.next and address(after=page.next)}
