"""Charts of Excel's own beside their tables: their series are cells, and follow them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from xlsxwriter.chart import Chart
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from tracker.colours import STATE_COLOURS
from tracker.output import sheet_of_slippage, sheets_of_groups
from tracker.output.sheet_table import HEADER_ROW, SheetBook, SheetTable
from tracker.own_downloads import COMPLETION_SHEET, SLIPPAGE_SHEET
from tracker.words import count, date_words, number

WIDTH = 900  # pixels
BAR, AROUND = 26, 150  # pixels of a bar with its gap; of title, axis and legend
INK, MUTED, GRID = "#1F2430", "#555B66", "#E4E6EA"
WORDS_FIT = 12
"""Actions of the longest bar up to which its parts have room for their names."""

_COLOURS = STATE_COLOURS["light"]


def add_completion_chart(book: SheetBook, table: SheetTable, as_at: date) -> None:
    """Stacked bars beside the table: each recommendation's actions complete, overdue and open."""
    fills = {
        sheets_of_groups.COMPLETE: {"fill": {"color": _COLOURS["complete"]}},
        sheets_of_groups.NOT_OVERDUE: {"fill": {"color": _COLOURS["open"]}},
        sheets_of_groups.OVERDUE: {
            "pattern": {
                "pattern": "light_upward_diagonal",
                "fg_color": "#FFFFFF",
                "bg_color": _COLOURS["overdue"],
            }
        },
        sheets_of_groups.NOT_KNOWN: {"fill": {"color": _COLOURS["undated"]}},
    }
    given = {column.heading for column in table.columns}
    parts = [heading for heading in fills if heading in given]
    cells = (table.columns[table.place(heading)].cells for heading in parts)
    columns = [[cell or 0 for cell in each] for each in cells]  # blank where it is not known
    longest = max((sum(row) for row in zip(*columns, strict=True)), default=0)
    name = "Completion by recommendation"
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked", "name": name})
    for heading in parts:
        chart.add_series(
            {
                **_cells(table, sheets_of_groups.RECOMMENDATION, heading),
                **fills[heading],
                "border": {"color": "#FFFFFF", "width": 1},
                "gap": 40,
                "data_labels": _count_labels(heading, longest),
            }
        )
    title = _title("Actions complete, open and overdue by recommendation", table, as_at)
    _dress(chart, title, sheets_of_groups.RECOMMENDATION, "Actions")
    chart.set_legend({"position": "top", "font": {"color": INK}})
    totals = [sum(column) for column in columns]
    alt = (
        f"{title}. Stacked bars, one a recommendation: {number(totals[0])} "
        f"complete, {number(totals[2])} overdue and {number(totals[1])} open and not overdue"
        f"{f', {number(totals[3])} of which that is not known' if totals[3:] else ''}. "
        "The figures are in the table beside it."
    )
    _insert(book.workbook.get_worksheet_by_name(table.sheet), chart, table, alt)


def add_slippage_chart(book: SheetBook, table: SheetTable, as_at: date) -> None:
    """A bar an action beside the table: its slippage in days, most slipped first."""
    chart = book.workbook.add_chart({"type": "bar", "name": "Slippage by action"})
    words = table.place(sheet_of_slippage.IN_WORDS)
    chart.add_series(
        {
            **_cells(table, sheet_of_slippage.ACTION, sheet_of_slippage.DAYS),
            "fill": {"color": MUTED},
            "gap": 60,
            "data_labels": {
                "value": True,
                "custom": _each_cell(table, words),
                "font": {"color": INK},
            },
        }
    )
    title = _title("Days that actions slipped past their original timescale", table, as_at)
    _dress(chart, title, sheet_of_slippage.ACTION, "Days: negative is early")
    chart.set_legend({"none": True})
    days = [int(cell) for cell in table.columns[table.place(sheet_of_slippage.DAYS)].cells]
    alt = (
        f"{title}. Bars, one an action, most slipped first. The most is "
        f"{table.columns[words].cells[0]}; {count('action', sum(day > 0 for day in days))} shown "
        "slipped. The figures are in the table beside it."
    )
    _insert(book.workbook.get_worksheet_by_name(table.sheet), chart, table, alt)


def _title(what: str, table: SheetTable, as_at: date) -> str:
    shown = f": {table.shown}" if table.shown else ""
    return f"{what}, as at {date_words(as_at)}{shown}"


def _cells(table: SheetTable, names: str, heading: str) -> dict[str, object]:
    """A series' references: its name is the heading, its categories and values columns."""
    first, last = HEADER_ROW + 1, HEADER_ROW + table.rows
    label, value = table.place(names), table.place(heading)
    return {
        "name": [table.sheet, HEADER_ROW, value],
        "categories": [table.sheet, first, label, last, label],
        "values": [table.sheet, first, value, last, value],
    }


def _each_cell(table: SheetTable, column: int) -> list[dict[str, str]]:
    """The cells of a column, as the formulas by which a chart's labels refer to them."""
    name = quote_sheetname(table.sheet)
    rows = range(HEADER_ROW + 1, HEADER_ROW + 1 + table.rows)
    return [{"value": f"={name}!{xl_rowcol_to_cell(row, column, True, True)}"} for row in rows]


def _count_labels(heading: str, longest: int) -> dict[str, object]:
    """A part's count, with its name where there is room; nothing for 0."""
    name = heading.lower() if longest <= WORDS_FIT else ""
    shown = f'0" {name}";;' if name else "0;;"
    dark = heading == sheets_of_groups.OVERDUE
    font = {"color": INK if dark else "#FFFFFF", "bold": dark}
    labels: dict[str, object] = {"value": True, "num_format": shown, "font": font}
    return {**labels, "fill": {"color": "#FFFFFF"}} if dark else labels


def _dress(chart: Chart, title: str, categories: str, values: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True, "color": INK}})
    font = {"color": INK, "size": 9}
    chart.set_y_axis(
        {
            "name": categories,
            "name_font": font,
            "num_font": font,
            "reverse": True,
            "crossing": "max",  # the axis of values stands below
            "line": {"color": MUTED},
            "label_position": "low",
            "interval_unit": 1,
        }
    )
    chart.set_x_axis(
        {
            "name": values,
            "name_font": font,
            "num_font": font,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": GRID}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"none": True}})


def _insert(sheet: Worksheet, chart: Chart, table: SheetTable, alt: str) -> None:
    """Right of the table with a column between, so that it covers no cell."""
    chart.set_size({"width": WIDTH, "height": AROUND + BAR * max(table.rows, 2)})
    between = len(table.columns)
    sheet.set_column(between, between, 3)
    options = {"object_position": 2, "description": alt}
    sheet.insert_chart(HEADER_ROW, between + 1, chart, options)


CHARTS: Mapping[str, Callable[[SheetBook, SheetTable, date], None]] = {
    COMPLETION_SHEET: add_completion_chart,
    SLIPPAGE_SHEET: add_slippage_chart,
}
"""The chart beside the table of a sheet."""
