"""The options that commands share, each written once, and the decorator that gives them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, get_type_hints

import typer

from tracker.reading.choices import MonthNumbers, SecondTable, Struck, Tabs

if TYPE_CHECKING:
    from tracker.timeline import Timeline


class Format(StrEnum):
    """How a command prints its answer."""

    text = "text"
    json = "json"


PlanPath: TypeAlias = Annotated[
    Path,
    typer.Argument(
        help="The action plan: xlsx, xlsm, xls, xlsb, ods, csv, tsv, docx or published html."
    ),
]
AsAt: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as-at",
        metavar="YYYY-MM-DD",
        help="The day the position is stated at: by default the workbook's own, else today.",
    ),
]
SheetNames: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--sheet", help="Read this sheet; repeat to read several together."),
]
HeaderRow: TypeAlias = Annotated[
    int | None, typer.Option("--header-row", min=1, help="The row that the headings are in.")
]
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="FIELD=HEADER", help="Say which column is a field; repeat for more."
    ),
]
StatusWords: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="TEXT=GROUP", help="Say what a status word means; repeat for more."
    ),
]
StatusOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="TEXT=GROUP|GROUP",
        help="With =, what a status word means; without, keep the actions of this status group.",
    ),
]
DayFirst: TypeAlias = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="Whether 1/2/2016 is 1 February or 2 January."),
]
TabsAre: TypeAlias = Annotated[
    Tabs | None,
    typer.Option(
        "--tabs",
        metavar="parts|versions",
        help="Whether tabs of one shape are parts of one plan or versions of it.",
    ),
]
SecondTableIs: TypeAlias = Annotated[
    SecondTable | None,
    typer.Option(
        "--second-table",
        metavar="use|leave",
        help="Whether a second table beside the first is part of the plan.",
    ),
]
PercentColumns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--percent",
        metavar="COLUMN=yes|no",
        help="Whether a column is the percentage complete; repeat for more.",
    ),
]
DatesInWords: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--date-words",
        metavar="COLUMN=first|last|none",
        help="Which date of a cell counts where not all its words are understood; repeat for more.",
    ),
]
StruckRows: TypeAlias = Annotated[
    Struck | None,
    typer.Option(
        "--struck",
        metavar="keep|withdraw",
        help="Whether struck-out rows are kept as they are or count as withdrawn.",
    ),
]
DoubtfulRows: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--rows",
        metavar="parents|words|repeated=count|leave",
        help="Whether rows count as actions that sum up others, have nothing but words, or stand "
        "on another sheet too.",
    ),
]
MonthNumbersAre: TypeAlias = Annotated[
    MonthNumbers | None,
    typer.Option(
        "--month-numbers",
        metavar="years|days",
        help="Whether “Nov 15” is November 2015 or a day whose year is not said.",
    ),
]
Published: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="YYYY-MM-DD",
        help="The day the report was published: “Immediately” and “Within …” count from it.",
    ),
]
MappingFile: TypeAlias = Annotated[
    Path | None, typer.Option("--mapping", help="A mapping downloaded from the app.")
]
CatalogueFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--catalogue", help="A CSV of the inspection's recommendations and their timescales."
    ),
]
RecordedAs: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--recorded-as",
        metavar="NAME",
        help="Measure from the original timescales first recorded under this name.",
    ),
]
Database: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="Where the history is: by default TRACKER_DATABASE_URL, else a file of your own.",
    ),
]
OutputFormat: TypeAlias = Annotated[
    Format, typer.Option("--format", help="How to print the answer.")
]
Sources: TypeAlias = Annotated[
    list[str] | None, typer.Option("--source", help="Keep the actions of this inspection.")
]
Recommendations: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--recommendation", help="Keep the actions of this recommendation."),
]
Owners: TypeAlias = Annotated[
    list[str] | None, typer.Option("--owner", help="Keep the actions that name this owner.")
]
Scopes: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--scope", help="Keep the actions of this scope: national or force."),
]
Overdue: TypeAlias = Annotated[
    bool, typer.Option("--overdue", help="Keep the actions overdue against the original timescale.")
]
Text: TypeAlias = Annotated[
    list[str] | None, typer.Option("--text", help="Keep the actions with these words in them.")
]
Public: TypeAlias = Annotated[
    bool, typer.Option("--public", help="Leave out the rows that are marked as restricted.")
]
PlanName: TypeAlias = Annotated[
    str | None,
    typer.Option("--name", help="The plan's name in the history: by default the only one there."),
]


@dataclass(frozen=True)
class Asked:
    """The options for reading a plan, as typed."""

    as_at: AsAt = None
    sheet: SheetNames = None
    header_row: HeaderRow = None
    columns: Columns = None
    status: StatusWords = None
    published: Published = None
    day_first: DayFirst = None
    tabs: TabsAre = None
    second_table: SecondTableIs = None
    percent: PercentColumns = None
    struck: StruckRows = None
    rows: DoubtfulRows = None
    month_numbers: MonthNumbersAre = None
    date_words: DatesInWords = None
    mapping: MappingFile = None
    catalogue: CatalogueFile = None


@dataclass(frozen=True)
class Kept:
    """The options that name a recorded plan to measure from."""

    recorded_as: RecordedAs = None
    database: Database = None


@dataclass(frozen=True)
class Shown:
    """Whether all of a plan is shown, or what may be published of it."""

    public: Public = False

    def of(self, timeline: Timeline) -> Timeline:
        """What is shown of a timeline."""
        return timeline.redacted() if self.public else timeline


WHOLE, TO_PUBLISH = Shown(), Shown(public=True)


@dataclass(frozen=True)
class Filters:
    """The options that narrow the actions, as typed."""

    source: Sources = None
    recommendation: Recommendations = None
    owner: Owners = None
    status: StatusOption = None
    scope: Scopes = None
    overdue: Overdue = False
    text: Text = None


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameters of a dataclass of options are those options on the command line.

    An option that two of them have is one option, with the words of the later one.

    >>> @with_options
    ... def summary(plan: PlanPath, asked: Asked, filters: Filters) -> None: ...
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {n: kind for n, kind in hints.items() if is_dataclass(kind)}
    options: dict[str, inspect.Parameter] = {}
    for name, parameter in inspect.signature(command).parameters.items():
        if name not in groups:
            options[name] = parameter.replace(annotation=hints[name])
            continue
        of_kind = get_type_hints(groups[name], include_extras=True)
        for each in fields(groups[name]):
            options[each.name] = inspect.Parameter(
                each.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if each.default is MISSING else each.default,
                annotation=of_kind[each.name],
            )

    def run(**given: Any) -> None:
        own = {name: given[name] for name in hints if name in given}
        command(
            **own,
            **{
                name: kind(**{each.name: given[each.name] for each in fields(kind)})
                for name, kind in groups.items()
            },
        )

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {name: each.annotation for name, each in options.items()}
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in options.values()]
    )
    return run
