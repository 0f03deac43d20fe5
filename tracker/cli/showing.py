"""A plan read, measured and filtered as the options say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.cli.options import WHOLE, Asked, Filters, Kept, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from tracker.book import Book
    from tracker.forecasting.before import Before, Positions
    from tracker.protective_marking import Audience
    from tracker.questions import Weighed
    from tracker.reading.choices import Choices
    from tracker.reading.findings import Finding
    from tracker.reading.plan import Plan
    from tracker.summaries import Value
    from tracker.timeline import Comparison, Position, Timeline


class CommandError(Exception):
    """An option that cannot be used; ``str(error)`` is one sentence."""


@dataclass(frozen=True)
class Standing:
    """A plan over time as it stands on a day, and what the filters leave of it.

    ``timeline`` is what is ``shown`` of that of the plan; ``as_at`` the day asked for, and
    ``as_at_source`` where that is from; ``earlier`` the position of another file that it is
    compared with; ``doubts``, what speaks against the day or the plan that it is taken for.
    """

    timeline: Timeline
    as_at: date
    as_at_source: str
    filters: str
    chosen: Mapping[str, Any]
    book: Book
    shown: Shown
    earlier: Position | None = None
    doubts: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan in use, measured from what is original."""
        return self.timeline.baseline

    @property
    def audience(self) -> Audience:
        """Whom what the filters leave is for."""
        from tracker.protective_marking import Audience

        return Audience.of(self.plan, self.view)

    @cached_property
    def measured(self) -> pd.DataFrame:
        """The measured actions of the plan."""
        return self.timeline.measured(self.as_at)

    @cached_property
    def view(self) -> pd.DataFrame:
        """What the filters leave of them."""
        from tracker.filters import filter_actions

        return filter_actions(self.measured, own=self.plan.original, **self.chosen)

    @cached_property
    def over_time(self) -> Positions:
        """The positions up to this one, which is the last, measured."""
        over = self.timeline.over_time(self.as_at)
        return [(then, measured) for then, measured in over if then <= self.as_at]

    @property
    def before(self) -> Before:
        """What earlier positions tell a forecast."""
        from tracker.forecasting.before import Before

        return Before.of(self.over_time, self.plan.published)

    def since(self) -> tuple[Position, Comparison]:
        """The earlier file's position, and what changed from it."""
        assert self.earlier is not None
        comparison = self.timeline.compared(self.earlier, as_at=self.as_at)
        assert comparison is not None
        return self.timeline.same(self.earlier), comparison

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
        percent={**mapping.percent, **_answers(asked.percent, "--percent", _YES_NO)},
        struck=asked.struck or mapping.struck,
        rows={**mapping.rows, **_rows(asked.rows)},
        month_numbers=asked.month_numbers or mapping.month_numbers,
        date_words={
            **mapping.date_words,
            **_answers(asked.date_words, "--date-words", _WHICH_DATE),
        },
    )


_YES_NO = {"yes": True, "no": False}
_ROWS = {answer: answer for answer in ("count", "leave")}
_WHICH_DATE = {which: which for which in ("first", "last", "none")}


def _answers(words: list[str] | None, option: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What an option says of each column: ``Done=yes``."""
    given = pairs(words or [], option, f"COLUMN={'|'.join(answers)}", first=False)
    for heading, answer in given.items():
        if answer not in answers:
            known = " or ".join(answers)
            raise CommandError(f"{option} {heading}={answer}: the answer is {known}")
    return {heading: answers[answer] for heading, answer in given.items()}


def _rows(words: list[str] | None) -> dict[str, Any]:
    """Whether doubtful rows count, by which they are."""
    given = _answers(words, "--rows", _ROWS)
    if other := given.keys() - {"parents", "words", "repeated"}:
        raise CommandError(f"--rows {other.pop()}=…: the rows are parents, words or repeated")
    return given


def opened(path: Path) -> Book:
    """The file, parsed once for all that is asked of it."""
    from tracker.book import open_book

    return open_book(path)


def read(book: Book, asked: Asked, published: date | None = None) -> tuple[Plan, date, str]:
    """The plan, the as-at date and where that is from.

    ``published`` is the publication date remembered with the plan, used where none is given.
    """
    choices = choices_of(asked)
    choices = replace(choices, published=choices.published or published)
    plan = _read_with(book, choices, asked)
    given = day(asked.as_at, "--as-at")
    at = given or plan.as_at or date.today()
    return plan, at, "option" if given else "workbook" if plan.as_at else "today"


def _read_with(book: Book, choices: Choices, asked: Asked) -> Plan:
    """The plan read with these choices, and its catalogue where one is given."""
    from tracker.inspection_catalogue import apply_catalogue, read_catalogue
    from tracker.reading.plan import read_plan

    plan = read_plan(book, choices)
    return apply_catalogue(plan, read_catalogue(asked.catalogue)) if asked.catalogue else plan


def recorded(kept: Kept) -> Timeline | None:
    """The plan that ``--recorded-as`` names, over time."""
    if kept.recorded_as is None:
        return None
    from tracker.store import History  # with SQLAlchemy, which takes a while to import

    with History(kept.database) as history:
        found = history.timeline(kept.recorded_as)
        if not found.positions:
            raise not_recorded("--recorded-as", kept.recorded_as, history.plans())
    return found


def not_recorded(option: str, name: str, names: Sequence[str]) -> CommandError:
    """That an option names no recorded plan, and the names that there are."""
    from tracker.words import listed

    there = f"recorded {'is' if len(names) == 1 else 'are'} " if names else ""
    there += listed([f"“{each}”" for each in names]) if names else "nothing is recorded yet"
    return CommandError(f"{option} {name}: nothing is recorded under that name; {there}")


def standing(
    file: Path | Book,
    asked: Asked,
    kept: Kept,
    shown: Shown = WHOLE,
    filters: Filters | None = None,
    previous: Earlier | None = None,
) -> Standing:
    """The plan as it stands on its day, and what the filters leave of it.

    All of it is shown, and left, where nothing else is said; ``previous`` is an earlier file to
    compare it with.
    """
    from tracker.book import prepare

    prepare()  # while pandas is loaded
    from tracker.filters import describe_filters
    from tracker.statements.on_version import version_doubts

    if filters is None and any("=" not in words for words in asked.status or []):
        raise CommandError("--status needs TEXT=GROUP here, as in --status 'Embedded=complete'")

    book, known = opened(file) if isinstance(file, Path) else file, recorded(kept)
    plan, at, origin = read(book, asked, known.published if known else None)
    earlier = previous.position(asked, at, known) if previous else None
    chosen = _filters(filters) if filters else {}
    whole = _timeline(plan, at, known, earlier, asked)
    return Standing(
        timeline=shown.of(whole),
        as_at=at,
        as_at_source=origin,
        filters=describe_filters(**chosen),
        chosen=chosen,
        book=book,
        shown=shown,
        earlier=earlier,
        doubts=tuple(version_doubts(whole, at)),
    )


def _timeline(
    plan: Plan,
    at: date,
    known: Timeline | None,
    earlier: Position | None,
    asked: Asked,
) -> Timeline:
    """The plan with what is recorded of it, and with an earlier file where one is given."""
    from tracker.inspection_catalogue import read_catalogue
    from tracker.timeline import Position, Timeline

    # The date that is asked about has no part in where a file stands.
    this = Position.of(plan, plan.as_at or at)
    timeline = known.using(this) if known else Timeline((this,), 0)
    timeline = timeline.after(earlier) if earlier else timeline
    if asked.catalogue:
        timeline = timeline.with_catalogue(read_catalogue(asked.catalogue))
    return timeline


@dataclass(frozen=True)
class Earlier:
    """The file of an earlier position, and its date as typed."""

    path: Path
    as_at: str | None

    @classmethod
    def given(cls, path: Path | None, as_at: str | None) -> Earlier | None:
        """It where ``--previous`` gives it. Raises ``CommandError`` for a date without a file."""
        if path is None and as_at is not None:
            raise CommandError("--previous-as-at needs --previous, the plan of that date")
        return cls(path, as_at) if path else None

    @cached_property
    def book(self) -> Book:
        """The file, parsed when it is first asked for."""
        return opened(self.path)

    def position(self, asked: Asked, later: date, known: Timeline | None) -> Position:
        """It as a position: at the date given, else stated in it, else the later plan's."""
        from tracker.timeline import Position

        plan, _, _ = read(self.book, asked, known.published if known else None)
        return Position.of(plan, day(self.as_at, "--previous-as-at") or plan.as_at or later)


def weighed(at: Standing, asked: Asked, kept: Kept) -> tuple[Weighed, ...]:
    """The open questions, each with what its choices make of the figures that are shown."""
    if not at.plan.questions:
        return ()
    from tracker.questions import weigh
    from tracker.summaries import totals

    known = recorded(kept)

    def figures(standing: Standing) -> Mapping[str, Value]:
        return totals(standing.view, confirmed=standing.plan.tells_confirmed)

    def read_so(choices: Choices) -> Mapping[str, Value]:
        plan = _read_with(at.book, choices, asked)
        timeline = _timeline(plan, at.as_at, known, at.earlier, asked)
        return figures(replace(at, timeline=at.shown.of(timeline)))

    return weigh(at.plan.questions, at.plan.choices, figures(at), read_so, len(at.plan.actions))


def open_questions(book: Book, plan: Plan, as_at: date, asked: Asked) -> int:
    """How many questions could change the figures of a file's plan, as it stands alone."""
    if not plan.questions:
        return 0
    asked = replace(asked, as_at=as_at.isoformat())
    return len(weighed(standing(book, asked, Kept()), asked, Kept()))


def _filters(narrowed: Filters) -> dict[str, Any]:
    from tracker.vocabulary import (
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
