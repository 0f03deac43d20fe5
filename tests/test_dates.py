"""Every form in which timescales are written, and what is no date."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.book import column_of
from tracker.reading.date_columns import out_of_line, read_date_column, resolve
from tracker.reading.dates import column_order, from_publication, read_date, read_number

END_NOV = date(2015, 11, 30)
END_MAR = date(2016, 3, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/11/2015", END_NOV),
        ("30/11/15", END_NOV),
        ("30.11.15", END_NOV),
        ("30-11-2015", END_NOV),
        ("30 / 11 / 2015", END_NOV),
        ("30 Nov 2015", END_NOV),
        ("30th November 2015", END_NOV),
        ("30-Nov-15", END_NOV),
        ("30Nov2015", END_NOV),
        ("November 30, 2015", END_NOV),
        ("Monday 30 November 2015", END_NOV),
        ("By 30 November 2015", END_NOV),
        ("by: 30/11/2015", END_NOV),
        ("on or before 30 November 2015", END_NOV),
        ("30 November 2015 (HMIC)", END_NOV),
        ("30/11/2015 00:00", END_NOV),
        ("2015-11-30", END_NOV),
        ("2015-11-30T00:00:00", END_NOV),
        ("2015-11-30 23:59:59", END_NOV),
        ("20151130", END_NOV),
        ("30\xa0November\xa02015", END_NOV),
        ("Not later than 31 March 2016", END_MAR),
        ("2026-04-01 (Wednesday)", date(2026, 4, 1)),
        ("19 - 23/2/2018", date(2018, 2, 23)),
        ("19th-23rd February 2018", date(2018, 2, 23)),
        ("1/11/2015 to 30/11/2015", END_NOV),
        ("1 Nov - 30 Nov 2015", END_NOV),
        ("Between 1 March and 31 March 2016", END_MAR),
        ("42338", END_NOV),
    ],
)
def test_a_day_is_read_in_every_form(text: str, expected: date) -> None:
    reading = read_date(text)
    assert (reading.outcome, reading.day, reading.precision) == ("date", expected, "day")
    assert reading.later == ()


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("November 2015", END_NOV, "month"),
        ("Nov-15", END_NOV, "month"),
        ("Sept 2016", date(2016, 9, 30), "month"),
        ("End of March 2016", END_MAR, "month"),
        ("by the end of February 2016", date(2016, 2, 29), "month"),
        ("03/2016", END_MAR, "month"),
        ("2016-03", END_MAR, "month"),
        ("November 2015 to March 2016", END_MAR, "month"),
        ("Q4 2015/16", END_MAR, "quarter"),
        ("Q1 2015/16", date(2015, 6, 30), "quarter"),
        ("Q3 2015-16", date(2015, 12, 31), "quarter"),
        ("2015/16 Q4", END_MAR, "quarter"),
        ("Q4 FY23", date(2023, 3, 31), "quarter"),
        ("Q1 2026", date(2026, 3, 31), "quarter"),
        ("Quarter 2 2016", date(2016, 6, 30), "quarter"),
        ("end of 2015/16", END_MAR, "year"),
        ("end of 2016", date(2016, 12, 31), "year"),
    ],
)
def test_a_coarser_date_is_its_last_day_with_its_precision(
    text: str, expected: date, precision: str
) -> None:
    reading = read_date(text)
    assert (reading.outcome, reading.day, reading.precision) == ("date", expected, precision)


@pytest.mark.parametrize(
    "text",
    [
        "30/11/2015 revised to 31/03/2016",
        "30/11/2015 (revised 31/03/2016)",
        "30/11/2015, now 31 March 2016",
        "30/11/15 -> 31/3/16",
        "31/03/2016 (was 30/11/2015)",
        "31/03/2016 (originally 30 November 2015)",
        "Original: 30/11/2015; Revised: 31/03/2016",
        "extended from 30/11/2015 to 31/03/2016",
        "30/11/2015\n31/03/2016",
    ],
)
def test_a_date_that_was_revised_keeps_the_first_as_the_original(text: str) -> None:
    reading = read_date(text)
    assert (reading.day, reading.later) == (END_NOV, (END_MAR,))


def test_a_date_revised_twice_gives_both_later_dates_in_order() -> None:
    reading = read_date("30/11/2015 extended to 31/03/2016, then 30/06/2016")
    assert reading.later == (END_MAR, date(2016, 6, 30))


def test_revised_to_alone_says_nothing_of_the_original() -> None:
    reading = read_date("Revised to 31/03/2016")
    assert (reading.day, reading.later) == (None, (END_MAR,))


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("Immediately", 0, 0),
        ("With immediate effect", 0, 0),
        ("Within six months", 6, 0),
        ("Within 6 months of publication", 6, 0),
        ("within 56 days", 0, 56),
        ("Within two weeks", 0, 14),
        ("Within a year", 12, 0),
    ],
)
def test_a_time_from_publication_is_counted_from_it(text: str, months: int, days: int) -> None:
    reading = read_date(text)
    assert (reading.outcome, reading.months, reading.days) == ("from_publication", months, days)


def test_months_from_publication_end_on_a_day_that_exists() -> None:
    assert from_publication(read_date("within six months"), date(2015, 8, 31)) == date(2016, 2, 29)
    assert from_publication(read_date("within 56 days"), date(2015, 7, 2)) == date(2015, 8, 27)


@pytest.mark.parametrize("text", ["Ongoing", "TBC", "tbc.", "To be confirmed", "On-going", "ASAP"])
def test_words_for_no_date_yet_are_no_date(text: str) -> None:
    assert read_date(text).outcome == "no_date"


@pytest.mark.parametrize("text", ["N/A", "n/a", "-", "–", "None", "Not applicable"])
def test_words_for_none_are_not_applicable(text: str) -> None:
    assert read_date(text).outcome == "not_applicable"


@pytest.mark.parametrize("text", ["Complete", "Closed", "Done"])
def test_a_status_in_a_date_column_is_told_apart(text: str) -> None:
    assert read_date(text).outcome == "done"


@pytest.mark.parametrize(
    "text",
    [
        "30 Days",
        "07/17",
        "9",
        "2016",
        "2015/16",
        "30/12/1900",
        "1403/03/03",
        "31/02/2016",
        "29 Feb 2015",
        "32/01/2016",
        "30 November",
        "Mid March 2016",
        "Spring 2016",
        "Completed 12/01/2016",
        "Ongoing - review March 2016",
        "not before 1 April 2016",
        "30/11/2015 or 31/12/2015",
        "within 3 months of the audit",
        "12:30",
        "Q5 2016",
        "30/11/20155",
        "see progress",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    reading = read_date(text)
    assert (reading.outcome, reading.day) == ("unclear", None)


def test_words_beside_a_date_are_a_caution() -> None:
    reading = read_date("31 March 2016 subject to the MoPI review")
    assert (reading.day, reading.caution) == (END_MAR, "beside")


@pytest.mark.parametrize(
    ("number", "expected"), [(42338.0, END_NOV), (42338.75, END_NOV), (9.0, None), (2016.0, None)]
)
def test_a_number_is_a_date_only_where_it_can_be_excels(
    number: float, expected: date | None
) -> None:
    assert read_number(number).day == expected


def test_a_column_is_month_first_only_where_it_proves_so_itself() -> None:
    assert column_order(["11/30/2015", "01/02/2016"]) == "mdy"
    assert column_order(["30/11/2015", "01/02/2016"]) == "dmy"
    assert column_order(["30/11/2015", "11/30/2015"]) == "mixed"
    assert column_order(["01/02/2016", "03/04/2016"]) == "either"
    assert column_order(["30 November 2015", "2016-02-13"]) == ""


def test_a_month_first_column_is_read_month_first_throughout() -> None:
    column = read_date_column(column_of(["11/30/2015", "01/02/2016", ""]))
    assert [str(day)[:10] for day in column.days] == ["2015-11-30", "2016-01-02", "NaT"]


def test_day_first_is_the_default_and_the_users_word_goes_before_it() -> None:
    assert str(read_date_column(column_of(["01/02/2016"])).days[0])[:10] == "2016-02-01"
    assert (
        str(read_date_column(column_of(["01/02/2016"]), day_first=False).days[0])[:10]
        == "2016-01-02"
    )


def test_real_dates_numbers_and_words_are_read_together() -> None:
    cells = [END_NOV, 42338.0, "By 30 November 2015", "Immediately", "TBC", ""]
    column = resolve(read_date_column(column_of(cells)), date(2015, 7, 2))
    assert [str(day)[:10] for day in column.days] == [
        *["2015-11-30"] * 3,
        "2015-07-02",
        "NaT",
        "NaT",
    ]
    assert {row: r.outcome for row, r in column.remarks.items()} == {
        1: "date",
        3: "from_publication",
        4: "no_date",
    }


def test_the_day_nought_of_a_spreadsheet_and_a_far_year_are_no_dates() -> None:
    column = read_date_column(column_of([date(1899, 12, 31), date(2999, 1, 1)]))
    assert [row for row, reading in column.remarks.items() if reading.day is None] == [0, 1]


def test_a_year_far_from_the_columns_own_is_noticed() -> None:
    days = read_date_column(
        column_of(["30/11/2015", "30/11/1915", "31/03/2016", "30/11/2091"])
    ).days
    assert out_of_line(days) == [1, 3]


DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@settings(max_examples=60)
@given(DAYS)
def test_any_day_is_read_back_from_any_way_of_writing_it(day: date) -> None:
    month = f"{day:%B}"
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y-%m-%d}",
        f"By {day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{day:%A} {day.day} {month} {day.year}",
    ):
        assert read_date(text).day == day, text


@settings(max_examples=60)
@given(DAYS, st.integers(1, 900))
def test_any_revision_keeps_both_dates(day: date, moved: int) -> None:
    later = day + timedelta(days=moved)
    reading = read_date(f"{day:%d/%m/%Y} revised to {later:%d/%m/%Y}")
    assert (reading.day, reading.later) == (day, (later,))


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_no_text_stops_the_reading_of_dates(text: str) -> None:
    reading = read_date(text)
    assert (reading.day is None) or reading.outcome == "date"
