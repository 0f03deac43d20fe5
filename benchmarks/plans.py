"""Action plans to measure with: 14 columns, so many rows, the same each time.

They are laid out as people lay them out: a title and the as-at date above the headings, real
dates with worded ones among them, percentages in a percentage format, owners who share an action,
and here and there a cell that the reader must speak of.
"""

from __future__ import annotations

import hashlib
import io
import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SIZES = (200, 2_000, 20_000, 100_000)
"""Actions of the plans that are measured."""

AS_AT = date(2016, 4, 30)

HEADINGS = (
    "Ref",
    "Recommendation",
    "Recommendation wording",
    "Action",
    "Lead",
    "HMIC timescale",
    "Revised timescale",
    "Status",
    "% complete",
    "Date completed",
    "Progress update",
    "Dependency",
    "Scope",
    "Notes",
)
_WORDS = """records review retention police information national force policy training audit
    disclosure system data quality search linked crime intelligence custody owner local practice
    weeding schedule officers staff guidance governance board risk register assurance sampling
    access marking backlog report meeting agreed process team lead sharing agreement""".split()
_LEADS = """Head of Records;Information Manager;Head of ICT;Records Manager;Head of Intelligence;
    Custody Inspector;Data Protection Officer;Head of Training;Force Disclosure Lead;
    Chief Information Officer;Head of Corporate Development;Vetting Manager""".split(";")
_OPEN = ("In progress", "In progress", "On track", "Not started", "Awaiting sign-off", "Delayed")
_DONE = ("Complete", "Complete", "Closed", "Completed – verified by HMIC")
_TIMESCALES = ("Immediately", "By 30 November 2015", "Within six months", "November 2015")
_ODD_DATES = ("TBC", "Ongoing", "30 Days")
_ODD_STATUSES = ("Embedded", "Amber", "N/A", "Complete - awaiting HMIC sign-off")


def workbook_of(actions: int) -> bytes:
    """The .xlsx of a plan of so many actions; kept in the temporary folder once it is made."""
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / "action-plan-tracker-benchmarks"
    path = folder / f"plan-{actions}-{made_by}.xlsx"
    if not path.exists():
        folder.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(_workbook(actions))
        unfinished.replace(path)
    return path.read_bytes()


def rows_of(actions: int) -> list[tuple[Any, ...]]:
    """The cells of each action, under :data:`HEADINGS`: texts, numbers, dates and ``None``."""
    chance = random.Random(2015)
    wordings: list[str] = []
    return [_row(number, chance, wordings) for number in range(actions)]


def _row(number: int, chance: random.Random, wordings: list[str]) -> tuple[Any, ...]:
    recommendation = number // 10
    if recommendation == len(wordings):
        wordings.append(_sentence(chance, 14))
    due = date(2015, 11, 30) + timedelta(days=7 * chance.randrange(60))
    completed = due + timedelta(days=chance.randrange(-90, 120))
    done = completed <= AS_AT and chance.random() < 0.9
    moved = not done and chance.random() < 0.5
    status = chance.choice(_ODD_STATUSES if chance.random() < 0.003 else _DONE if done else _OPEN)
    return (
        f"{recommendation + 1}.{number % 10 + 1}",
        f"Recommendation {recommendation + 1}",
        wordings[recommendation],
        _sentence(chance, 16),
        _leads(chance),
        _timescale(chance, due),
        due + timedelta(days=7 * chance.randrange(4, 30)) if moved else None,
        status,
        _share(chance, done, status),
        completed if done and chance.random() < 0.95 else None,
        _progress(chance) if chance.random() < 0.9 else None,
        "National MoPI review" if chance.random() < 0.2 else None,
        "National" if recommendation % 3 else "Force",
        _sentence(chance, 5) if chance.random() < 0.3 else None,
    )


def _timescale(chance: random.Random, due: date) -> date | str:
    kind = chance.random()
    if kind < 0.002:
        return chance.choice(_ODD_DATES)
    return chance.choice(_TIMESCALES) if kind < 0.1 else due


def _progress(chance: random.Random) -> str:
    """A narrative update; three in ten begin with the day on which they were written."""
    words = _sentence(chance, 24)
    if chance.random() < 0.7:
        return words
    return f"{date(2016, 1, 1) + timedelta(days=chance.randrange(120)):%d/%m/%Y}: {words}"


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def _leads(chance: random.Random) -> str:
    leads = [lead.strip() for lead in chance.sample(_LEADS, 2)]
    return "; ".join(leads) if chance.random() < 0.15 else leads[0]


def _share(chance: random.Random, done: bool, status: str) -> float | None:
    """A share of 1 that agrees with the status in all but a few of a thousand."""
    if chance.random() < 0.05:
        return None
    if chance.random() < 0.003:
        return chance.randrange(21) / 20
    return 1.0 if done else 0.0 if status == "Not started" else chance.randrange(1, 20) / 20


def _workbook(actions: int) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Action plan")
        bold = book.add_format({"bold": True, "text_wrap": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        share = book.add_format({"num_format": "0%"})
        sheet.write_string(0, 0, "Building the Picture: force and national action plan")
        sheet.write_string(1, 0, f"Position as at {AS_AT:%d %B %Y}")
        sheet.write_row(3, 0, HEADINGS, bold)
        writers: Sequence[Callable[[int, int, Any], Any]] = [
            (lambda row, column, cell: sheet.write_number(row, column, cell, share))
            if heading == "% complete"
            else lambda row, column, cell: (
                sheet.write_datetime(row, column, cell, day)
                if isinstance(cell, date)
                else sheet.write_string(row, column, cell)
            )
            for heading in HEADINGS
        ]
        for row, cells in enumerate(rows_of(actions), start=4):
            for column, cell in enumerate(cells):
                if cell is not None:
                    writers[column](row, column, cell)
    return buffer.getvalue()
