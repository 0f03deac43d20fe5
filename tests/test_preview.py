"""What is shown of a file beside the choices of how to read it, and its status words."""

import pytest

from tests.plans import HEADINGS, plan, workbook
from tracker import Choices, PlanError, read_plan
from tracker.book import open_book
from tracker.reading.preview import ROWS, preview, status_words, text_at


def test_the_rows_are_numbered_as_in_the_workbook_and_the_header_row_is_found() -> None:
    data = workbook({"Plan": [["Force plan"], [], HEADINGS, ["1", "5", "Alpha", "Lead A"]]})
    seen = preview(open_book(data))
    assert (seen.sheet, seen.header_row, seen.last_row) == ("Plan", 3, 4)
    assert seen.letters == ("A", "B", "C", "D", "E", "F")
    assert seen.rows[0] == (1, ("Force plan", "", "", "", "", ""))
    assert seen.rows[3] == (4, ("1", "5", "Alpha", "Lead A", "", ""))


def test_rows_are_shown_around_a_header_row_that_lies_deep() -> None:
    title = [[f"Line {number}"] for number in range(1, 31)]
    rows = [[str(number), "5", "Alpha", "Lead"] for number in range(20)]
    seen = preview(open_book(workbook({"Plan": [*title, HEADINGS, *rows]})))
    numbers = [number for number, _ in seen.rows]
    assert seen.header_row == 31
    assert numbers == list(range(26, 26 + ROWS))


def test_each_column_has_three_different_values_and_none_of_a_banner() -> None:
    rows = [["National action plan"], *(["1", "5", "Alpha", lead] for lead in "AABCD")]
    seen = preview(open_book(workbook({"Plan": [HEADINGS, *rows]})))
    by_heading = {column.heading: column for column in seen.columns}
    assert by_heading["Lead"].examples == ("A", "B", "C")
    assert by_heading["Ref"].examples == ("1",)
    assert by_heading["Lead"].letter == "D"


def test_a_file_without_a_table_is_shown_too_until_its_header_row_is_given() -> None:
    data = plan(["1", "Alfa"], headings=["Numero", "Azione"])
    seen = preview(open_book(data))
    assert seen.header_row is None
    assert seen.columns == ()
    assert seen.rows[0] == (1, ("Numero", "Azione"))
    assert [column.heading for column in preview(open_book(data), header_row=1).columns] == [
        "Numero",
        "Azione",
    ]


def test_the_sheet_asked_for_is_shown_else_the_likeliest() -> None:
    data = workbook({"Notes": [["Words"]], "Plan": [HEADINGS, ["1", "5", "Alpha", "Lead"]]})
    assert preview(open_book(data)).sheet == "Plan"
    assert preview(open_book(data), sheet="Notes").sheet == "Notes"
    assert preview(open_book(data)).sheets == ("Notes", "Plan")


def test_an_empty_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(PlanError):
        preview(open_book(workbook({"Plan": []})))


def test_every_column_of_later_dates_is_told_until_the_user_names_one() -> None:
    headings = ["Ref", "Action", "Original date", "Revised date 1", "Revised date 2"]
    book = open_book(plan(["1", "Alpha", "30/11/2015", "31/03/2016", ""], headings=headings))
    assert preview(book).revised == ("Revised date 1", "Revised date 2")
    assert preview(book, columns={"revised_due": "Revised date 2"}).revised == ()


def test_a_cell_or_a_column_is_shown_as_text() -> None:
    data = workbook({"Plan": [["Title"], HEADINGS, *(["1", "5", "Alpha", who] for who in "AAB")]})
    book = open_book(data)
    assert text_at(book, "Plan", "D3") == "A"
    assert text_at(book, "Plan", "D") == "Lead; A; B"
    assert text_at(book, "Plan", "D99") == text_at(book, "Plan", "Z3") == ""
    assert text_at(book, "No such sheet", "A1") == ""


def test_words_that_do_not_say_what_they_mean_come_first_and_stay_there_once_answered() -> None:
    statuses = ["Complete", "Complete", "BEDDED IN", "Bedded in", "Amber"]
    data = plan(*(["1", "5", "Alpha", "Lead", None, status] for status in statuses))
    table = status_words(read_plan(data), {})
    assert table["word"].tolist() == ["BEDDED IN", "Amber", "Complete"]
    assert table["actions"].tolist() == [2, 1, 2]
    assert table["group"].tolist() == ["unknown", "in_progress", "complete"]
    assert table["asked"].tolist() == [True, True, False]
    chosen = {"Bedded in": "complete"}
    answered = status_words(read_plan(data, Choices(statuses=chosen)), chosen)
    assert answered["word"].tolist() == ["BEDDED IN", "Amber", "Complete"]
    assert answered["chosen"].tolist() == [True, False, False]
