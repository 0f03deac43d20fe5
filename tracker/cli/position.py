"""A plan read, measured and filtered as the options say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from tracker.book import Book
    from tracker.cli.options import Asked, Filters, Kept
    from tracker.questions import Weighed
    from tracker.reading.choices import Choices
    from tracker.reading.findings import Finding
    from tracker.reading.plan import Plan
    from tracker.summaries import Figure


class CommandError(Exception):
    """An option that cannot be used; ``str(error)`` is one sentence."""


@dataclass(frozen=True)
class Position:
    """A plan read and measured as at a date, and what the filters leave of it.

    ``left_out`` is how many restricted rows the public version leaves out, ``None`` where all is
    read; ``seen`` is the plan without them, and ``whole`` with them, as its file says. ``since``:
    the actions of its later recorded positions, where a name was given to ask for them. ``book``:
    the file that was read, for reading it again with other choices.
    """

    plan: Plan
    as_at: date
    as_at_source: str
    measured: pd.DataFrame
    view: pd.DataFrame
    filters: str
    whole: Plan
    seen: Plan
    since: tuple[pd.DataFrame, ...] = ()
    left_out: int | None = None
    book: Book | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The plan's findings, with those that depend on the as-at date."""
        return self.plan.findings_as_at(self.as_at)


def choices_of(asked: Asked) -> Choices:
    """How the plan is to be read: the mapping file, and over it the options."""
    from tracker.mapping import read_mapping
    from tracker.reading.choices import Choices

    mapping = read_mapping(asked.mapping) if asked.mapping else Choices()
    columns = pairs(asked.columns or [], "--map", "FIELD=HEADER", first=True)
    words = [pair for pair in asked.status or [] if "=" in pair]
    statuses = pairs(words, "--status", "TEXT=GROUP", first=False)
    return replace(
        mapping,
        columns={**mapping.columns, **columns},
        statuses={**mapping.statuses, **statuses},
        sheets=tuple(asked.sheet) if asked.sheet else mapping.sheets,
        header_row=asked.header_row or mapping.header_row,
        published=day(asked.published, "--published") or mapping.published,
        day_first=mapping.day_first if asked.day_first is None else asked.day_first,
        tabs=asked.tabs or mapping.tabs,
        second_table=asked.second_table or mapping.second_table,
        percent={**mapping.percent, **_percent(asked.percent or [])},
        struck=asked.struck or mapping.struck,
    )


def _percent(words: list[str]) -> dict[str, bool]:
    answers = {"yes": True, "no": False}
    given = pairs(words, "--percent", "COLUMN=yes|no", first=False)
    for heading, answer in given.items():
        if answer not in answers:
            raise CommandError(f"--percent {heading}={answer}: the answer is yes or no")
    return {heading: answers[answer] for heading, answer in given.items()}


def read(path: Path, asked: Asked) -> tuple[Plan, date, str]:
    """The plan, the as-at date and where that is from."""
    from tracker.book import prepare

    prepare()  # while pandas is loaded
    from tracker.book import open_book

    return read_book(open_book(path), asked)


def read_book(book: Book, asked: Asked) -> tuple[Plan, date, str]:
    """The same of a file that is open."""
    plan = read_with(book, choices_of(asked), asked)
    given = day(asked.as_at, "--as-at")
    at = given or plan.as_at or date.today()
    return plan, at, "option" if given else "workbook" if plan.as_at else "today"


def read_with(book: Book, choices: Choices, asked: Asked) -> Plan:
    """The plan read with these choices, and its catalogue where one is given."""
    from tracker.catalogue import apply_catalogue, read_catalogue
    from tracker.reading.plan import read_plan

    plan = read_plan(book, choices)
    return apply_catalogue(plan, read_catalogue(asked.catalogue)) if asked.catalogue else plan


def as_known(plan: Plan, at: date, asked: Asked, kept: Kept) -> Plan:
    """The plan measured from the original timescales first recorded, where that is asked."""
    if kept.recorded_as is None:
        return plan
    from tracker.history import History

    name = kept.recorded_as
    with History(kept.database) as history:
        if not history.recorded(name):
            raise CommandError(f"--recorded-as {name}: nothing is recorded under that name")
        return history.from_first_recorded(name, plan, at)


def _since(at: date, kept: Kept) -> tuple[pd.DataFrame, ...]:
    """The actions of the plan's positions recorded as at a later date."""
    from tracker.history import History

    if kept.recorded_as is None:
        return ()
    with History(kept.database) as history:
        recorded = history.positions(kept.recorded_as)
    return tuple(actions for about, actions in recorded if about.as_at > at)


def position(path: Path, asked: Asked, kept: Kept, narrowed: Filters) -> Position:
    """The plan measured as at its date, and what the filters leave of it."""
    from tracker.book import prepare

    prepare()  # while pandas is loaded
    from tracker.book import open_book

    book = open_book(path)
    whole, at, origin = read_book(book, asked)
    return replace(_standing(whole, at, origin, asked, kept, narrowed), book=book)


def weighed(at: Position, asked: Asked, kept: Kept, narrowed: Filters) -> tuple[Weighed, ...]:
    """The open questions, each with what its choices make of the figures that are shown."""
    if not at.whole.questions or at.book is None:
        return ()
    from tracker.questions import weigh
    from tracker.summaries import totals

    book = at.book

    def figures(standing: Position) -> Mapping[str, Figure]:
        return totals(standing.view, confirmed=standing.plan.tells_confirmed)

    def read_so(choices: Choices) -> Mapping[str, Figure]:
        plan = read_with(book, choices, asked)
        return figures(_standing(plan, at.as_at, at.as_at_source, asked, kept, narrowed))

    return weigh(at.whole.questions, at.whole.choices, figures(at), read_so, len(at.whole.actions))


def _standing(
    whole: Plan, at: date, origin: str, asked: Asked, kept: Kept, narrowed: Filters
) -> Position:
    from tracker.filters import describe_filters, filter_actions
    from tracker.measures import measure
    from tracker.timeline import public_version

    filters = _filters(narrowed)
    words = describe_filters(**filters)
    seen, left_out = whole, None
    since: tuple[pd.DataFrame, ...] = ()
    if narrowed.public:
        since = _since(at, kept)
        seen, left_out = public_version(whole, later=since)
    plan = as_known(seen, at, asked, kept)
    measured = measure(plan.actions, at, published=plan.published)
    view = filter_actions(measured, own=plan.original, **filters)
    return Position(plan, at, origin, measured, view, words, whole, seen, since, left_out)


def _filters(narrowed: Filters) -> dict[str, Any]:
    from tracker.fields import (
        NO_OWNER,
        NO_RECOMMENDATION,
        NO_SCOPE,
        NO_SOURCE,
        SCOPE_LABELS,
        STATUS_LABELS,
    )

    statuses = [word for word in narrowed.status or [] if "=" not in word]
    return {
        "sources": _or_none(narrowed.source, NO_SOURCE),
        "recommendations": _or_none(narrowed.recommendation, NO_RECOMMENDATION),
        "owners": _or_none(narrowed.owner, NO_OWNER),
        "statuses": [_code(word, STATUS_LABELS, "--status") for word in statuses],
        "scopes": [
            None if word.casefold() == NO_SCOPE.casefold() else _code(word, SCOPE_LABELS, "--scope")
            for word in narrowed.scope or []
        ],
        "overdue": narrowed.overdue,
        "text": " ".join(narrowed.text or []),
    }


def _or_none(names: list[str] | None, none: str) -> list[str | None]:
    return [None if name.casefold() == none.casefold() else name for name in names or []]


def _code(word: str, labels: Any, option: str) -> str:
    for code, label in labels.items():
        if word.strip().casefold() in (code, label.casefold()):
            return str(code)
    raise CommandError(f"{option} {word}: there is no such group; they are {', '.join(labels)}")


def pairs(words: list[str], option: str, form: str, *, first: bool) -> dict[str, str]:
    """``{"owner": "Lead"}`` for ``owner=Lead``, parted at the first or the last ``=``."""
    found: dict[str, str] = {}
    for word in words:
        left, equals, right = word.partition("=") if first else word.rpartition("=")
        if not equals or not left.strip():
            raise CommandError(f"{option} {word}: it needs the form {form}")
        found[left.strip()] = right.strip()
    return found


def day(text: str | None, option: str) -> date | None:
    """The date that an option gives, ``None`` where it is not given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{option} {text}: it needs a date such as 2016-04-30") from error
