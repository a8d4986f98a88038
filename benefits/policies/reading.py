"""Reads the folder of policies into values and citations."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benefits.rules.values import Value

FOLDER = Path(__file__).parent
PLAIN = ("choices", "minimum_living")  # files whose keys are names of their own


@dataclass(frozen=True)
class Citation:
    """A document: what it is called, who issued it when, from when until when it holds, how good it is, and the hash of its archived text."""

    number: str
    title: str
    issuer: str
    issued: str
    since: datetime.date
    until: datetime.date | None
    quality: str
    sha256: str | None


@dataclass(frozen=True)
class Line:
    """One value where it stands in its file; lines are counted from 1."""

    path: str
    number: int
    name: str
    entry: dict


def read(folder: Path = FOLDER) -> tuple[list[Value], dict[str, Citation]]:
    """Every value and every citation (by 文号). The files are expected to be sound: `check` says where they are not."""
    documents = citations(folder)
    return [value(line, documents) for line in lines(folder)], documents


def citations(folder: Path = FOLDER) -> dict[str, Citation]:
    """The documents by 文号."""
    entries = yaml.safe_load((folder / "citations.yaml").read_text(encoding="utf-8")) or {}
    return {
        number: Citation(
            number=number, title=entry["title"], issuer=entry["issuer"], issued=str(entry["issued"] or ""), since=entry["since"],
            until=entry["until"], quality=entry["quality"], sha256=entry["sha256"],
        )
        for number, entry in entries.items()
    }  # fmt: skip


def clauses(folder: Path = FOLDER) -> dict[tuple[str, str], str]:
    """The words of the clauses values rest on, by 文号 and clause, of the documents whose text is archived."""
    documents = yaml.safe_load((folder / "clauses.yaml").read_text(encoding="utf-8")) or {}
    return {(number, clause): text for number, texts in documents.items() for clause, text in texts.items()}


def lines(folder: Path = FOLDER) -> Iterator[Line]:
    """Every value of every file, in order."""
    for path in sorted(folder.glob("*/*.yaml")):
        prefix, text = "" if path.stem in PLAIN else f"{path.stem}.", path.read_text(encoding="utf-8")
        numbers = _numbers(text)
        for name, entries in (yaml.safe_load(text) or {}).items():
            for entry, number in zip(entries, numbers[name], strict=True):
                yield Line(path.relative_to(folder).as_posix(), number, f"{prefix}{name}", entry)


def _numbers(text: str) -> dict[str, list[int]]:
    """On which line each value of a name stands."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return {key.value: [entry.start_mark.line + 1 for entry in entries.value] for key, entries in (root.value if root else ())}


def value(line: Line, documents: dict[str, Citation]) -> Value:
    """The value a line states."""
    entry, place = line.entry, line.path.split("-")[0]
    written = entry["value"]
    return Value(
        place=place, name=line.name, since=entry["since"], until=entry["until"],
        value=tuple(written) if isinstance(written, list) else written.isoformat() if isinstance(written, datetime.date) else written,
        unit=entry["unit"], cite=entry["cite"], clause=entry.get("clause", ""),
        quality=entry.get("quality", documents[entry["cite"]].quality if entry["cite"] in documents else ""),
        scheme=line.name.split(".")[0] if "." in line.name else "",
    )  # fmt: skip
