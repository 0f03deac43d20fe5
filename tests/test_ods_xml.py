"""What an OpenDocument spreadsheet shows of its cells besides their values counts as in Excel's."""

import io
import zipfile
from datetime import date

from tracker import Plan, read_plan
from tracker.book import open_book

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{said}:1.0"'
    for name, said in {
        "office": "office", "table": "table", "text": "text", "style": "style",
        "number": "datastyle", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
LOOKS = """
<number:date-style style:name="N1"><number:month/><number:text>-</number:text><number:year/>
</number:date-style>
<number:date-style style:name="N2"><number:year/></number:date-style>
<number:date-style style:name="N3"><number:day/><number:month/><number:year/></number:date-style>
<number:percentage-style style:name="N4"/>
<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="year" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="share" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="in" style:family="table-cell">
<style:paragraph-properties fo:margin-left="0.14in"/></style:style>
<style:style style:name="flush" style:family="table-cell">
<style:paragraph-properties fo:margin-left="0.00in"/></style:style>
<style:style style:name="gone" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="back" style:family="table-cell" style:parent-style-name="gone">
<style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="blue" style:family="table-cell">
<style:table-cell-properties fo:background-color="#0070c0"/></style:style>
<style:style style:name="amber" style:family="table-cell" style:parent-style-name="blue">
<style:table-cell-properties fo:background-color="#ffc000"/></style:style>"""
HEADINGS = ("Ref", "Action", "Due date", "Status")


def cell(value: str | date | float, about: str = "") -> str:
    if isinstance(value, date):
        said = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, float):
        said = f'office:value-type="float" office:value="{value}"'
    else:
        said = 'office:value-type="string"'
    return f"<table:table-cell {said} {about}><text:p>{value}</text:p></table:table-cell>"


def row(*cells: str, about: str = "") -> str:
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def ods(*rows: str, columns: str = "", headings: tuple[str, ...] = HEADINGS) -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{LOOKS}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Plan">{columns}{row(*map(cell, headings))}{"".join(rows)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def styled(name: str) -> str:
    return f'table:style-name="{name}"'


def due(plan: Plan) -> list[date]:
    return [day.date() for day in plan.actions["original_due"]]


JANUARY, NOVEMBER = date(2016, 1, 1), date(2015, 11, 30)


def test_what_is_merged_down_counts_for_each_row() -> None:
    plan = read_plan(
        ods(
            row(
                cell("1"), cell("Train"),
                cell(NOVEMBER, 'table:number-rows-spanned="2"'), cell("Open"),
            ),
            row(cell("2"), cell("Brief"), "<table:covered-table-cell/>", cell("Open")),
            row(cell("3"), cell("Audit"), cell(JANUARY), cell("Open")),
        )
    )  # fmt: skip
    assert due(plan) == [NOVEMBER, NOVEMBER, JANUARY]


def test_a_date_shown_by_its_month_or_year_is_the_last_day_of_it() -> None:
    shown = ("month", "year", "day")
    rows = (row(cell(s), cell("Train"), cell(JANUARY, styled(s)), cell("Open")) for s in shown)
    assert due(read_plan(ods(*rows))) == [date(2016, 1, 31), date(2016, 12, 31), JANUARY]


def test_a_struck_out_action_is_asked_about_and_one_whose_style_takes_that_back_is_not() -> None:
    rows = (
        row(*(cell(text, styled(look)) for text in (look, "Train", "", "Open")))
        for look in ("gone", "back")
    )
    [question] = read_plan(ods(*rows)).questions
    assert (question.kind, question.cells) == ("struck_out", ("B2",))


def test_hidden_rows_are_said_and_a_colour_is_a_fill() -> None:
    hidden = 'table:visibility="filter"'
    blue, amber = (f"<table:table-cell {styled(look)}/>" for look in ("blue", "amber"))
    plan = read_plan(
        ods(
            row(cell("1"), cell("Train"), cell(NOVEMBER), blue, about=hidden),
            row(cell("2"), cell("Brief"), cell(NOVEMBER), amber),
        )
    )
    told = {str(finding.kind): finding.value for finding in plan.findings}
    assert told["status_told_by_fill_colour"] == "blue 1, amber 1"
    assert told["hidden_rows"] == "1"
    assert "values_alone" not in told


def test_a_cell_has_the_style_of_its_column_and_repeated_ones_count_each() -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="share" table:visibility="collapse"/>'
    )
    blues = f'<table:table-cell table:number-columns-repeated="2" {styled("blue")}/>'
    to_the_end = f'<table:table-cell table:number-columns-repeated="16000" {styled("blue")}/>'
    data = ods(
        row(cell("1"), cell("Train"), cell(0.5)),
        row(blues, to_the_end, about='table:number-rows-repeated="3"'),
        row(cell("2"), cell("Brief"), cell(1.0)),
        columns=columns,
    )
    [sheet] = open_book(data).sheets
    shares = {column: rows.tolist() for column, rows in sheet.percent_cells.items()}
    assert shares == {2: [0, 1, 5]}
    blue = {column: rows.tolist() for column, rows in sheet.fills["blue"].items()}
    assert blue == {0: [2, 3, 4], 1: [2, 3, 4]}
    assert list(sheet.hidden_columns) == [(2, 2)]


def test_a_part_that_is_not_well_formed_does_not_stop_the_reading() -> None:
    data = ods(row(cell("1"), cell("Train"), cell(NOVEMBER), cell("Open")))
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("styles.xml", "<office:styles><broken")
    assert due(read_plan(buffer.getvalue())) == [NOVEMBER]


def test_rows_grouped_below_another_and_words_moved_in_are_told() -> None:
    grouped = row(cell("2"), cell("Brief", styled("in")))
    data = ods(
        row(cell("1"), cell("Train", styled("flush"))),
        f"<table:table-row-group>{grouped}</table:table-row-group>",
        row(cell("3"), cell("Audit")),
    )
    [sheet] = open_book(data).sheets
    assert list(sheet.outlined_rows) == [2]
    assert {column: rows.tolist() for column, rows in sheet.indented_cells.items()} == {1: [2]}
