"""Finds on a page or in a file what would let somebody complete an ID number: area, birth date and last four are the number."""
import io
import re
from datetime import date

from django.db import transaction
from openpyxl import load_workbook

from accounts import scope
from households.models import Account, Person
from tests.pages.crawl import words
from tests.rosters import reading

_MASKED = re.compile(r"\*{4,}(\d{3}[\dX])")
LONG = re.compile(r"(?<![0-9a-z*])\d{15,19}[\dX]?(?![0-9a-z])")
_AGES_ACTED_ON = (0, 18, 49, 60)


def of_county(code):
    """({last four: [(name, born, number)]}, {account numbers}) of a county."""
    by_last_four, accounts = {}, set()
    with transaction.atomic(), scope.entered(code):
        for person in Person.objects.exclude(number_sealed=None):
            number = person.number()
            by_last_four.setdefault(number[-4:], []).append((person.name, person.born, number))
        accounts = {account.number() for account in Account.objects.all()}
    return by_last_four, accounts


def faults(text, people, accounts):
    """What somebody could complete on one page or file."""
    squeezed = re.sub(r"[\s\u2009]", "", text)
    found = [f"a number in full: {number[:3]}…" for number in set(LONG.findall(squeezed)) if _is_a_number(number, people, accounts)]
    for last_four in set(_MASKED.findall(squeezed)):
        for name, born, _ in people.get(last_four, ()):
            if name in text and any(written in text for written in _birth_dates(born)):
                found.append(f"{last_four} of {name} beside the birth date")
    return found


def _is_a_number(digits, people, accounts):
    return digits in accounts or any(digits == number for *_, number in people.get(digits[-4:], ()))


def _birth_dates(born):
    """The birth date as it may be written, and the days on which the law looks at the age."""
    for years in _AGES_ACTED_ON:
        day = date(born.year + years, born.month, min(born.day, 28) if (born.month, born.day) == (2, 29) and years else born.day)
        yield from (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%Y.%m.%d}", f"{day:%Y/%m/%d}")
        yield from (f"{day.year}年{day.month}月{day.day}日", f"{day.year} 年 {day.month} 月 {day.day} 日")


def text_of(response):
    kind = response.headers.get("Content-Type", "")
    return words(response) if "text/html" in kind else file_text(kind, response.content)


def file_text(media_type, content):
    if "pdf" in media_type:
        return "\n".join(sheet.all_text for sheet in reading.read(content))
    if "spreadsheet" in media_type or content[:2] == b"PK":
        return "\n".join(_cell(cell.value) for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row)
    return content.decode(errors="replace")


def _cell(value):
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else "" if value is None else str(value)
