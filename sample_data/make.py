"""Makes the sample plan's workbooks: ``python -m sample_data.make``.

The same contents always give the same workbooks: no clock, no chance.
"""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sample_data import actions

FOLDER = Path(__file__).parent

POSITIONS = {
    date(2016, 1, 12): actions.JANUARY,
    date(2016, 4, 30): actions.APRIL,
    date(2016, 9, 30): actions.SEPTEMBER,
}
"""What the plan said, by the date that it is the position at."""

ILLUSTRATIVE = (
    "ILLUSTRATIVE: made to show how the tracker works. No real force, person or progress."
)
BANNERS = {"national": "National action plan", "force": "Force-specific recommendations"}
NOTES = (
    "Notes",
    "HMIC timescales are those of the report published in July 2015. A timescale, once set, "
    "stands; a later date that has been agreed is a revised timescale.",
    "The national review of the Management of Police Information (MoPI) runs for two years from "
    "January 2016.",
)

# Heading and width in characters.
COLUMNS = {
    "Rec.": 6,
    "HMIC recommendation": 34,
    "Ref": 7,
    "Action": 42,
    "Lead": 23,
    "HMIC timescale": 19,
    "Revised timescale": 18,
    "Status": 18,
    "% complete": 11,
    "Date completed": 13,
    "Progress update": 46,
    "Dependency": 19,
    "Marking": 21,
}
LAST_COLUMN = len(COLUMNS) - 1
LINE_HEIGHT = 13.5  # points, of a line of 10-point text

INK = "#163766"
PALE = "#E4E9F1"
BASE = {"font_name": "Arial", "font_size": 10, "valign": "top"}
CELL = {**BASE, "text_wrap": True, "border": 1, "border_color": "#A6B1C4"}
FORMATS: dict[str, dict[str, object]] = {
    "label": {**BASE, "bold": True, "font_color": "#9C2B00"},
    "title": {**BASE, "bold": True, "font_size": 16, "font_color": INK},
    "line": {**BASE, "font_size": 11},
    "header": {**CELL, "bold": True, "font_color": "#FFFFFF", "bg_color": INK},
    "banner": {**CELL, "bold": True, "font_size": 12, "font_color": INK, "bg_color": PALE},
    "text": CELL,
    "date": {**CELL, "num_format": "dd/mm/yyyy", "align": "left"},
    "share": {**CELL, "num_format": "0%", "align": "center"},
    "note": {**BASE, "italic": True},
}

Row = dict[str, str]
Formats = dict[str, Format]


def table(text: str) -> list[Row]:
    """The rows of a table written with ``|`` between cells, by heading."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heading, *rows = lines
    return [dict(zip(heading, row, strict=True)) for row in rows]


def recommendations() -> dict[str, str]:
    """The wording of each recommendation, by its number: the catalogue's, then the force's."""
    with (FOLDER / "hmic_building_the_picture.csv").open(encoding="utf-8", newline="") as file:
        wording = {row["number"]: row["summary"] for row in csv.DictReader(file)}
    return wording | {row["Rec"]: row["Wording"] for row in table(actions.FORCE_RECOMMENDATIONS)}


def plan_rows(as_at: date) -> list[Row]:
    """The plan as at a date: a row an action, by the headings of ``COLUMNS``."""
    position = {row["Ref"]: row for row in table(POSITIONS[as_at])}
    wording = recommendations()
    rows = []
    for action in table(actions.ACTIONS):
        if action["Ref"] not in position:
            continue
        row = {**action, **position[action["Ref"]]}
        row["Rec."] = action["Rec"]
        row["HMIC recommendation"] = wording[action["Rec"]]
        if as_at > min(POSITIONS):
            row["HMIC timescale"] = actions.TYPED_OVER.get(row["Ref"], row["HMIC timescale"])
        rows.append({heading: row[heading].replace("↵", "\n") for heading in COLUMNS})
    return rows


def scope(row: Row) -> str:
    """Which of the two banners a row stands under."""
    return "force" if row["Rec."].startswith("FS") else "national"


def lines_needed(row: Row) -> int:
    """How many lines of text the row's tallest cell takes, recommendations apart."""
    return max(
        sum(-(-len(line) // width) for line in row[heading].split("\n"))
        for heading, width in COLUMNS.items()
        if heading != "HMIC recommendation"
    )


def write_cell(sheet: Worksheet, at: tuple[int, int], text: str, formats: Formats) -> None:
    """Write a cell as a person types it: a date or a percentage as one, the rest as words."""
    if not text:
        sheet.write_blank(*at, None, formats["text"])
    elif re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        sheet.write_datetime(*at, datetime.strptime(text, "%d/%m/%Y"), formats["date"])
    elif list(COLUMNS)[at[1]] == "% complete":
        sheet.write_number(*at, int(text) / 100, formats["share"])
    else:
        sheet.write_string(*at, text, formats["text"])


def write_recommendation(
    sheet: Worksheet, first: int, rows: Sequence[Row], formats: Formats
) -> None:
    """Write a recommendation's actions, its number and wording merged down beside them."""
    last = first + len(rows) - 1
    lines_in_all = -(-len(rows[0]["HMIC recommendation"]) // COLUMNS["HMIC recommendation"]) + 1
    for offset, row in enumerate(rows):
        lines = max(lines_needed(row), -(-lines_in_all // len(rows)))
        sheet.set_row(first + offset, lines * LINE_HEIGHT)
        for column, heading in enumerate(COLUMNS):
            write_cell(sheet, (first + offset, column), row[heading], formats)
    if len(rows) > 1:
        for column, heading in enumerate(("Rec.", "HMIC recommendation")):
            sheet.merge_range(first, column, last, column, rows[0][heading], formats["text"])


def write_heading(sheet: Worksheet, as_at: date, formats: Formats) -> int:
    """Write the title rows and the header row; the row below them."""
    sheet.write_string(0, 0, ILLUSTRATIVE, formats["label"])
    sheet.write_string(1, 0, "Constabulary (illustrative)", formats["line"])
    sheet.write_string(2, 0, "HMIC Building the Picture: action plan", formats["title"])
    sheet.set_row(2, 24)
    meeting = "Appendix A to the report to the Strategic Scrutiny Meeting"
    sheet.write_string(3, 0, meeting, formats["line"])
    sheet.write_string(4, 0, f"Position as at {as_at.day} {as_at:%B %Y}", formats["line"])
    for column, (heading, width) in enumerate(COLUMNS.items()):
        sheet.write_string(6, column, heading, formats["header"])
        sheet.set_column(column, column, width)
    sheet.set_row(6, 2 * LINE_HEIGHT)
    sheet.freeze_panes(7, 3)
    # Numbers of recommendations and actions are names; Excel would mark each as a mistake.
    sheet.ignore_errors({"number_stored_as_text": "A8:C80"})
    sheet.repeat_rows(6)
    return 7


def set_up_printing(sheet: Worksheet, as_at: date) -> None:
    """A3 landscape, one page wide, with the label and the page on each sheet of paper."""
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.set_footer(f"&LIllustrative&CPosition as at {as_at:%d/%m/%Y}&RPage &P of &N")


def write_sheet(sheet: Worksheet, as_at: date, formats: Formats) -> None:
    """Write the whole of Appendix A."""
    row = write_heading(sheet, as_at, formats)
    rows = plan_rows(as_at)
    for part, part_rows in groupby(rows, key=scope):
        sheet.merge_range(row, 0, row, LAST_COLUMN, BANNERS[part], formats["banner"])
        sheet.set_row(row, 20)
        row += 1
        for _, group in groupby(part_rows, key=lambda r: r["Rec."]):
            members = list(group)
            write_recommendation(sheet, row, members, formats)
            row += len(members)
    for offset, note in enumerate(NOTES, start=1):
        sheet.write_string(row + offset, 0, note, formats["note"])
    set_up_printing(sheet, as_at)


def workbook(as_at: date) -> bytes:
    """The plan's workbook as at a date."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": "HMIC Building the Picture: action plan (illustrative)",
                "subject": f"Position as at {as_at.day} {as_at:%B %Y}",
                "author": "The action-plan tracker's authors",
                "created": datetime(as_at.year, as_at.month, as_at.day),
            }
        )
        formats = {name: book.add_format(format_) for name, format_ in FORMATS.items()}
        write_sheet(book.add_worksheet("Appendix A"), as_at, formats)
    return file.getvalue()


def path(as_at: date) -> Path:
    """Where the workbook of a date is kept."""
    return FOLDER / f"building_the_picture_{as_at.isoformat()}.xlsx"


def main() -> None:
    """Write every version."""
    for as_at in POSITIONS:
        path(as_at).write_bytes(workbook(as_at))
        print(path(as_at).name)


if __name__ == "__main__":
    main()
