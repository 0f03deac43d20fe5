"""Dates as they are written: what is read, what is not, and that every word is accounted for."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker import measure, read_plan
from tracker.book import Cell, column_of
from tracker.reading import date_forms
from tracker.reading.choices import Choices
from tracker.reading.date_columns import (
    column_order,
    out_of_line,
    read_date_column,
    resolve,
    shown_as,
)
from tracker.reading.date_findings import CAUTIONS, UNCLEAR, remarks_of
from tracker.reading.date_forms import Role
from tracker.reading.dates import from_publication, read_date, read_number

END_NOV = date(2015, 11, 30)
END_MAR = date(2016, 3, 31)
ROLES: tuple[Role, ...] = ("original_due", "revised_due", "completed_on", "recommendation_due")
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def each(cells: str) -> list[str]:
    return [cell.strip() for cell in cells.split(";")]


def days_of(text: str, role: Role = "original_due") -> list[date | None]:
    """The date of a cell and those that it was revised to."""
    reading = read_date(text, True, role)
    assert reading.outcome == "date", (text, reading)
    return [reading.day, *reading.later]


# One date


@pytest.mark.parametrize(
    "text",
    each(
        """30/11/2015; 30/11/15; 30.11.15; 30-11-2015; 30 / 11 / 2015; 30 11 2015; 20151130; 42338;
        2015-11-30; 2015/11/30; 2015-11-30T00:00:00; 2015-11-30 23:59:59; 2015-11-30T09:00:00.000Z;
        2015-11-30T00:00:00+01:00; 2015 Nov 30; 30 Nov 2015; 30th November 2015; 30-Nov-15;
        30Nov2015; 30 Nov '15; the 30th of November 2015; thirtieth of November 2015;
        November 30, 2015; Nov 30th 2015; 30/11/2015 5pm; 17:00 on 30/11/2015; 30/11/2015*;
        30\xa0November\xa02015; \uff13\uff10/11/2015; 30\u204411\u20442015; 30\u201111\u20112015;
        30/\u200b11/2015\u200e; Monday 30 November 2015; Mon 30/11/2015; 30/11/2015 (Monday);
        30 Tachwedd 2015; 30ain o Dachwedd 2015; Dydd Llun 30 Tachwedd 2015"""
    ),
)
def test_a_day_is_read_in_every_form_whatever_the_column(text: str) -> None:
    for role in ROLES:
        assert days_of(text, role) == [END_NOV]


@pytest.mark.parametrize(
    "text",
    each(
        """By 30 November 2015; by: 30/11/2015; Due 30/11/2015; Due date: 30 November 2015;
        Not later than 30 November 2015; no later than 5pm on Monday 30 November 2015;
        on or before 30/11/2015; 30/11/2015 or earlier; 30 November 2015 at the latest;
        before 30/11/2015; w/e 30/11/2015; week ending Monday 30 November 2015;
        close of play 30/11/2015; COP 30/11/2015; Target 30/11/2015; Deadline: 30/11/2015;
        To be completed by 30/11/2015; for completion by 30 Nov 2015; Expected 30/11/2015;
        HMIC timescale: 30 November 2015; 30/11/2015 (HMICFRS); 30/11/2015 (agreed);
        Original date: 30/11/2015; 30/11/2015 (unchanged); erbyn 30 Tachwedd 2015"""
    ),
)
def test_words_that_say_by_when_are_harmless_to_a_timescale(text: str) -> None:
    assert days_of(text) == [END_NOV]
    assert read_date(text).cautions == ()


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("November 2015", END_NOV, "month"),
        ("Nov-15", END_NOV, "month"),
        ("11/2015", END_NOV, "month"),
        ("2015-11", END_NOV, "month"),
        ("Tachwedd 2015", END_NOV, "month"),
        ("End of March 2016", END_MAR, "month"),
        ("by end Mar 16", END_MAR, "month"),
        ("before the end of February 2016", date(2016, 2, 29), "month"),
        ("erbyn diwedd mis Mawrth 2016", END_MAR, "month"),
        ("Q4 2015/16", END_MAR, "quarter"),
        ("Q1 15/16", date(2015, 6, 30), "quarter"),
        ("End Q2 2015-16", date(2015, 9, 30), "quarter"),
        ("2015/16 Q4", END_MAR, "quarter"),
        ("fourth quarter of 2015/16", END_MAR, "quarter"),
        ("Chwarter 4 2015/16", END_MAR, "quarter"),
        ("Q4 FY23", date(2023, 3, 31), "quarter"),
        ("Q1 2026", date(2026, 3, 31), "quarter"),
        ("Second quarter 2016", date(2016, 6, 30), "quarter"),
        ("H1 2016/17", date(2016, 9, 30), "quarter"),
        ("end of 2015/16", END_MAR, "year"),
        ("2015/16", END_MAR, "year"),
        ("2015-2016", END_MAR, "year"),
        ("by year end 2015/16", END_MAR, "year"),
        ("FY16/17", date(2017, 3, 31), "year"),
        ("no later than the end of the 2015/16 financial year", END_MAR, "year"),
        ("end of financial year 2015/2016", END_MAR, "year"),
        ("end of 2016", date(2016, 12, 31), "year"),
    ],
)
def test_a_coarser_date_is_its_last_day(text: str, expected: date, precision: str) -> None:
    assert days_of(text) == [expected]
    assert read_date(text).precision == precision


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("19 - 23/2/2018", date(2018, 2, 23)),
        ("19th to 23rd February 2018", date(2018, 2, 23)),
        ("Monday 19 to Friday 23 February 2018", date(2018, 2, 23)),
        ("28 Feb - 5 March 2016", date(2016, 3, 5)),
        ("1/11/2015 to 30/11/2015", END_NOV),
        ("1/3/16-31/3/16", END_MAR),
        ("From 1 March 2016 to 31 March 2016", END_MAR),
        ("Start: 01/03/2016, Finish: 31/03/2016", END_MAR),
        ("Between 1 March and 31 March 2016", END_MAR),
        ("Between 1/3/2016 and 31/3/2016", END_MAR),
        ("Feb/March 2016", END_MAR),
    ],
)
def test_a_range_counts_to_its_end(text: str, end: date) -> None:
    assert days_of(text) == [end]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-03-30T23:00:00Z", date(2016, 3, 31)),  # midnight in British Summer Time
        ("2015-11-30T23:00:00Z", END_NOV),  # and not in winter
        ("2016-06-30T23:59:59Z", date(2016, 6, 30)),  # a day's end
    ],
)
def test_a_time_at_greenwich_is_the_day_that_it_is_in_england(text: str, day: date) -> None:
    assert days_of(text) == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Two years from January 2016", date(2018, 1, 31)),
        ("within 6 months of 1 April 2016", date(2016, 10, 1)),
        ("three months from Nov 2015", date(2016, 2, 29)),
        ("Four weeks from 30/11/2015", date(2015, 12, 28)),
        ("30/11/2015 + 6 weeks", date(2016, 1, 11)),
    ],
)
def test_a_length_of_time_from_a_date_ends_that_much_later(text: str, day: date) -> None:
    assert days_of(text) == [day]
    assert read_date(text).cautions == ("counted",)
    assert read_date(text, True, "completed_on").outcome == "unclear"


@pytest.mark.parametrize(
    ("text", "caution"),
    [
        ("Wednesday 30 November 2015", "weekday"),  # it was a Monday
        ("30/11/2015 (Tues)", "weekday"),
        ("circa 30/11/2015", "provisional"),
        ("Provisional: 30/11/2015", "provisional"),
        ("30/11/2015 (force)", "internal"),
        ("30/11/2015 (extension to 31/03/2016 refused)", "not_agreed_beside"),
        ("30/11/2015 (31/03/2016 proposed)", "not_agreed_beside"),
        ("30/11/2015 (completed 12/01/2016)", "done_beside"),
        ("HMIC 30/11/2015; force 31/01/2016", "internal_beside"),
        ("31/01/2016 (force) 30/11/2015 (HMIC)", "internal_beside"),
    ],
)
def test_what_a_date_rests_on_is_said(text: str, caution: str) -> None:
    assert days_of(text) == [END_NOV]
    assert caution in read_date(text).cautions


# Several dates


@pytest.mark.parametrize(
    "text",
    each(
        """30/11/2015 revised to 31/03/2016; 30/11/2015 (revised 31/03/2016); 30/11/15 -> 31/3/16;
        30/11/2015, now 31 March 2016; 30/11/2015 - revised: 31/03/2016; 31/03/2016 (was 30/11/15);
        30/11/2015 extended until 31 March 2016; 31/03/2016 (originally 30 November 2015);
        31/03/2016, was 30/11/2015; 31/03/2016 previously 30/11/2015; 31/03/2016 (orig. 30/11/15);
        30/11/2015 (original) 31/03/2016; 30.11.2015 (original) / 31.03.2016;
        31/03/2016 revised 30/11/2015 original; Original 30/11/2015 Revised 31/03/2016;
        Deadline of 30/11/2015 has been extended to 31/03/2016; 30/11/2015 moved to 31/03/2016;
        Original:\n30/11/2015\nRevised:\n31/03/2016; 30/11/2015\nRevised\n31/03/2016;
        30/11/2015\n31/03/2016; was 30/11/2015 now 31/03/2016; 30/11/2015 slipped to 31/03/2016;
        extended from 30/11/2015 to 31/03/2016; 31/03/2016 (extended from 30/11/2015);
        30/11/2015 was the HMIC date, now 31/03/2016; 30/11/2015 (HMIC), now 31/03/2016;
        ~~30/11/2015~~ 31/03/2016; 30/11/2015 estynnwyd i 31/03/2016;
        30/11/2015 (gwreiddiol), 31/03/2016 (diwygiedig)"""
    ),
)
def test_each_word_goes_with_its_own_date(text: str) -> None:
    assert days_of(text) == [END_NOV, END_MAR]


def test_a_date_revised_twice_gives_both_later_dates_in_order() -> None:
    moves = [END_NOV, END_MAR, date(2016, 6, 30)]
    for text in (
        "30/11/2015 extended to 31/03/2016, then 30/06/2016",
        "30/11/2015 (HMIC original); extended to 31/03/2016; extended to 30/06/2016",
        "30/11/2015 (orig) → 31/03/2016 → 30/06/2016",
    ):
        assert days_of(text) == moves
    assert days_of("30/06/2016 (was 31/03/2016, original 30/11/2015)", "revised_due") == moves


def test_a_date_brought_forward_may_be_earlier() -> None:
    assert days_of("31/03/2016 brought forward to 30/11/2015") == [END_MAR, END_NOV]


@pytest.mark.parametrize(
    "text", ["Revised to 31/03/2016", "31/03/2016 (extended)", "Now 31/03/2016", "New date 31/3/16"]
)
def test_a_revised_date_alone_says_nothing_of_the_original(text: str) -> None:
    assert days_of(text) == [None, END_MAR]
    assert days_of(text, "revised_due") == [END_MAR]


@pytest.mark.parametrize(
    "text",
    [
        "31/03/2016 revised to 30/11/2015",
        "Original 31/03/2016, revised 30/11/2015",
        "30/11/2015 (was 31/03/2016)",
        "31/03/2016 from 30/11/2015",
        "31/03/2016\n30/11/2015",
        "30/11/2015 & 31/03/2016",
        "30/11/2015 or 31/03/2016",
        "30/11/2015 / 31/03/2016",
        "30/11/2015 (extension agreed 12/01/2016)",  # the day on which, or until which?
        "30/11/2015 (updated 12/01/2016)",
        "30/11/2015\nrequested\n31/03/2016",  # which of them?
        "Phase 1 - Nov 15 / Phase 2 - Mar 16",
    ],
)
def test_an_original_after_its_revision_and_dates_without_words_are_no_reading(text: str) -> None:
    for role in ROLES:
        assert read_date(text, True, role).outcome == "unclear"


@pytest.mark.parametrize("body", ["PCC", "the Strategic Board", "ACC", "Head of Information"])
def test_who_agreed_a_date_is_said_and_keeps_it_from_nothing(body: str) -> None:
    for role in ("original_due", "revised_due"):
        reading = read_date(f"31/03/2016 (agreed by {body})", True, role)
        assert (reading.day, reading.cautions) == (date(2016, 3, 31), ("by_whom",))
    assert read_date(f"31/03/2016 (refused by {body})", True, "revised_due").day is None
    assert read_date(f"31/03/2016 (agreed by {body} in haste)", True, "revised_due").day is None
    # Of two dates one may be the day on which they did.
    both = read_date(f"Agreed by {body} 12/03/2016, 31/03/2016", True, "revised_due")
    assert both.outcome == "unclear"


def test_a_body_that_agreed_a_later_date_is_said_beside_both_dates() -> None:
    both = read_date("30/11/2015 (extn agreed by the Board to 31/3/16)")
    assert (both.day, both.later) == (date(2015, 11, 30), (date(2016, 3, 31),))
    assert both.cautions == ("by_whom",)
    assert read_date("30/11/2015 agreed by the Board 31/3/16").outcome == "unclear"


def test_numbered_dates_are_the_first_and_what_it_was_revised_to() -> None:
    for text in ("1st: 31/01/2016, 2nd: 31/03/2016", "First 31/01/2016; second 31/03/2016"):
        reading = read_date(text, True, "revised_due")
        assert (reading.day, reading.later) == (date(2016, 1, 31), (date(2016, 3, 31),))
        assert reading.cautions == ("listed",)


# What a word does depends on the column


@pytest.mark.parametrize(
    "text",
    each(
        """Planned 12/03/2016; Target 12/03/2016; Expected 12/03/2016; Provisional 12/03/2016;
        Due 12/03/2016; By 12/03/2016; Before 12/03/2016; not 12/03/2016; No - target 12/03/2016;
        Started 12/03/2016; From 12/03/2016; Not complete - 12/03/2016; To be completed 12/03/2016;
        Q1 2016/17 (planned); Within six months; Immediately; approx 12/03/2016"""
    ),
)
def test_what_is_planned_or_denied_is_not_completed(text: str) -> None:
    reading = read_date(text, True, "completed_on")
    assert (reading.outcome, reading.cautions) == ("unclear", ("not_completed",))


@pytest.mark.parametrize("text", each("w/e 11/03/2016; Week ending 11 March 2016; w/e 11.3.16"))
def test_a_week_ends_on_a_day_that_something_was_due_or_done_by(text: str) -> None:
    assert days_of(text) == days_of(text, "completed_on") == [date(2016, 3, 11)]


def test_the_end_of_a_week_that_something_is_planned_for_is_no_completion() -> None:
    assert read_date("Planned w/e 11/03/2016", True, "completed_on").outcome == "unclear"


@pytest.mark.parametrize(
    "text",
    each(
        """Completed 12/03/2016; Complete - 12/03/2016; Closed on 12 March 2016; Yes, 12/03/2016;
        Actual: 12/03/2016; Fully implemented 12/03/2016; Signed off by HMICFRS 12/03/2016;
        ✓ 12/03/2016; Cwblhawyd 12/03/2016; Completed late 12/03/2016"""
    ),
)
def test_a_word_of_completion_belongs_in_a_column_of_completions_alone(text: str) -> None:
    assert days_of(text, "completed_on") == [date(2016, 3, 12)]
    assert read_date(text).outcome == "unclear"


@pytest.mark.parametrize(
    "text",
    each(
        """Requested 31/03/2016; 31/03/2016 - refused; Rejected - 31/03/2016; Not 31/03/2016;
        Never agreed 31/03/2016; Not agreed - 31/03/2016; proposed 31/03/2016;
        31/03/2016 (not yet approved); 31/03/2016 subject to approval;
        No date agreed (March 2016 proposed)"""
    ),
)
def test_a_later_date_that_is_not_agreed_is_not_used(text: str) -> None:
    reading = read_date(text, True, "revised_due")
    assert (reading.outcome, reading.cautions) == ("unclear", ("not_agreed",))


@pytest.mark.parametrize("text", ["As original", "No change", "Unchanged", "No extension"])
def test_a_timescale_that_did_not_move_has_no_revised_date(text: str) -> None:
    assert read_date(text, True, "revised_due").outcome == "not_applicable"


def test_a_revised_cell_that_keeps_the_date_gives_it() -> None:
    assert days_of("No new date. 30/11/2015 stands", "revised_due") == [END_NOV]


@pytest.mark.parametrize(
    "text",
    each(
        """From 1 April 2016; From June 2017;
        Begin in Q3 2017; Starting April 2018; Commence 1 May 2018; 1 April 2016 onwards;
        with effect from 1 April 2016; effective 01/04/2016; o 1 Ebrill 2016"""
    ),
)
def test_when_work_begins_is_not_when_it_is_due(text: str) -> None:
    for role in ("original_due", "revised_due"):
        reading = read_date(text, True, role)
        assert (reading.outcome, reading.cautions) == ("unclear", ("start",))


@pytest.mark.parametrize(
    "text",
    each(
        """30 Days; 1 month; 07/17; 9; 2015/18; 30/12/1900; 31/12/9999; 1403/03/03; 31/02/2016;
        29 Feb 2015; 32/01/2016; 15/13/2016; 30 November; 15-Nov; Q3; Q5 2016; 12:30; 30/11/20155;
        2016-W10; Mid March 2016; mid-March 2016; Spring 2016; Before March 2016; Year-end 2016;
        2016 year end (31 March); end of the academic year 2015/16; Not before 30/11/2015;
        after 30/11/2015; 30/11/2015?; 30/11/2015 (TBC); Monthly from Jan 2016;
        Every month from 30/11/2015; Annually from April 2016; Ongoing - review March 2016;
        See minutes of November 2015; Paused Nov 2015; Hopefully Nov 2015; 31 March 2016 see note;
        Not yet agreed (Nov 2015 suggested); Oct 1 - Nov 30; see progress; Closed 12/11/2015;
        within 3 months of the audit; February and March 2016;
        31 March 2016 subject to the MoPI review; 31/03/2016 deferred; slipped 31/03/2016"""
    ),
)
def test_what_is_no_date_of_a_timescale_is_not_guessed(text: str) -> None:
    for role in ("original_due", "revised_due", "recommendation_due"):
        reading = read_date(text, True, role)
        assert (reading.outcome, reading.day, reading.later) == ("unclear", None, ())


# No date


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("Immediately", 0, 0),
        ("With immediate effect", 0, 0),
        ("Ar unwaith", 0, 0),
        ("Within six months", 6, 0),
        ("6 months from publication of the report", 6, 0),
        ("within 56 days", 0, 56),
        ("Within a year", 12, 0),
        ("O fewn chwe mis", 6, 0),
    ],
)
def test_a_time_from_publication_is_counted_from_it(text: str, months: int, days: int) -> None:
    reading = read_date(text)
    assert (reading.outcome, reading.months, reading.days) == ("from_publication", months, days)


def test_months_from_publication_end_on_a_day_that_exists() -> None:
    assert from_publication(read_date("within six months"), date(2015, 8, 31)) == date(2016, 2, 29)
    assert from_publication(read_date("within 56 days"), date(2015, 7, 2)) == date(2015, 8, 27)


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        ("Ongoing; TBC; tbc.; To be confirmed; On-going; ASAP; Parhaus; I'w gadarnhau", "no_date"),
        ("N/A; n/a; -; –; None; Not applicable; Amherthnasol", "not_applicable"),
        ("Complete; Closed; Done; Cwblhawyd", "done"),
        ("In progress; Not started; Ar y gweill", "not_done"),
    ],
)
def test_words_for_no_date_are_told_apart(texts: str, outcome: str) -> None:
    assert {read_date(text).outcome for text in each(texts)} == {outcome}


def test_no_in_a_column_of_completions_is_not_done() -> None:
    assert read_date("No", True, "completed_on").outcome == "not_done"
    assert read_date("No", True, "revised_due").outcome == "not_applicable"


# Every word is accounted for

KNOWN = st.one_of(
    DAYS.map(lambda day: f"{day:%d/%m/%Y}"),
    DAYS.map(lambda day: f"By {day.day} {day:%B} {day.year}"),
    DAYS.map(lambda day: f"{day:%B %Y}"),
    DAYS.map(lambda day: f"{day:%Y-%m-%d} revised to {day + timedelta(90):%Y-%m-%d}"),
    DAYS.map(lambda day: f"{day:%d/%m/%y} (was {day - timedelta(90):%d/%m/%y})"),
    DAYS.map(lambda day: f"Completed {day:%d %b %Y}"),
    st.integers(2001, 2098).map(lambda year: f"Q{year % 4 + 1} {year}/{(year + 1) % 100:02}"),
    st.integers(2001, 2098).map(lambda year: f"Two years from January {year}"),
)
_VOCABULARY = {word for phrase in date_forms.MEANINGS for word in re.findall(r"[^\W\d_]+", phrase)}
UNKNOWN = st.one_of(
    st.sampled_from(
        "phase draft funding dependent only except training board review unless evidence roughed "
        "audit if pending possibly partly bar staff procurement minutes".split()
    ),
    st.text("bcdfghjklmnpqrstvwxz", min_size=5, max_size=9),  # no vowel: no word of a date's form
).filter(lambda word: word not in _VOCABULARY)


@settings(max_examples=300)
@given(KNOWN, UNKNOWN, st.sampled_from(ROLES), st.floats(0, 1))
@example("30/11/2015 revised to 31/03/2016", "possibly", "original_due", 0.5)
def test_an_unknown_word_anywhere_leaves_no_date_to_be_used(
    known: str, word: str, role: Role, where: float
) -> None:
    words = known.split(" ")
    place = round(where * len(words))
    text = " ".join([*words[:place], word, *words[place:]])
    for said in (text, f"{known} ({word})", f"{known}\n{word}", f"{word}: {known}"):
        reading = read_date(said, True, role)
        assert (reading.outcome, reading.day, reading.later) == ("unclear", None, ())


@settings(max_examples=60)
@given(DAYS)
def test_any_day_is_read_back_from_any_way_of_writing_it(day: date) -> None:
    month = f"{day:%B}"
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y-%m-%d}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{day:%A} {day.day} {month} {day.year}",
    ):
        for role in ROLES:
            assert days_of(text, role) == [day], text


@settings(max_examples=60)
@given(DAYS, st.integers(1, 900))
def test_any_revision_keeps_both_dates(day: date, moved: int) -> None:
    later = day + timedelta(days=moved)
    for text in (
        f"{day:%d/%m/%Y} revised to {later:%d/%m/%Y}",
        f"{later:%d/%m/%Y} (original {day:%d/%m/%Y})",
        f"{day:%d/%m/%Y} → {later:%d/%m/%Y}",
    ):
        assert days_of(text) == [day, later]


@settings(max_examples=200)
@given(st.text(max_size=40), st.sampled_from(ROLES))
def test_no_text_stops_the_reading_of_dates(text: str, role: Role) -> None:
    reading = read_date(text, True, role)
    assert (reading.day is None) or reading.outcome == "date"
    assert set(reading.cautions) <= CAUTIONS.keys() | UNCLEAR.keys()
    for complete in (False, True):
        remarks_of(reading, role, known=True, resolved=True, complete=complete)


# Columns


@pytest.mark.parametrize(
    ("number", "expected"), [(42338.0, END_NOV), (42338.75, END_NOV), (9.0, None), (2016.0, None)]
)
def test_a_number_is_a_date_only_where_it_can_be_excels(
    number: float, expected: date | None
) -> None:
    assert read_number(number).day == expected


def test_a_year_alone_is_its_last_day_in_a_column_of_dates() -> None:
    column = read_date_column(column_of(["2016", 2017.0, "30/11/2015"]))
    assert [str(day)[:10] for day in column.days] == ["2016-12-31", "2017-12-31", "2015-11-30"]
    assert [reading.cautions for reading in column.remarks.values()] == [("year_alone",)] * 2


def test_a_column_is_month_first_only_where_it_proves_so_itself() -> None:
    assert column_order(["11/30/2015", "01/02/2016"]) == "mdy"
    assert column_order(["30/11/2015", "01/02/2016"]) == "dmy"
    assert column_order(["30/11/2015", "11/30/2015"]) == "mixed"
    assert column_order(["01/02/2016", "03/04/2016"]) == "either"
    assert column_order(["30 November 2015", "2016-02-13", "02/02/2016"]) == ""


def test_a_month_first_column_is_read_month_first_throughout() -> None:
    column = read_date_column(column_of(["11/30/2015", "01/02/2016", ""]))
    assert [str(day)[:10] for day in column.days] == ["2015-11-30", "2016-01-02", "NaT"]


def test_a_real_date_in_a_month_first_column_may_have_been_exchanged() -> None:
    cells = column_of(["11/30/2015", date(2015, 12, 11), date(2015, 12, 25)])
    column = read_date_column(cells)
    assert str(column.days[1])[:10] == "2015-12-11"
    assert {row: r.cautions for row, r in column.remarks.items()} == {1: ("perhaps_swapped",)}
    column = read_date_column(cells, day_first=False)
    assert [str(day)[:10] for day in column.days] == ["2015-11-30", "2015-11-12", "2015-12-25"]


def test_real_dates_alone_are_never_exchanged() -> None:
    column = read_date_column(column_of([date(2015, 12, 11)]), day_first=False)
    assert (str(column.days[0])[:10], column.remarks) == ("2015-12-11", {})


def test_day_first_is_the_default_and_the_users_word_goes_before_it() -> None:
    assert str(read_date_column(column_of(["01/02/2016"])).days[0])[:10] == "2016-02-01"
    assert (
        str(read_date_column(column_of(["01/02/2016"]), day_first=False).days[0])[:10]
        == "2016-01-02"
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Nov 15", "30/11/2015"], "2015-11-30"),
        (["Nov 15", "Mar 16"], "2015-11-30"),
        (["Nov 15", "15 January 2026"], "NaT"),
        (["Nov 15"], "NaT"),
        (["Nov 15", "Dec 15"], "NaT"),
        (["Nov 16", "Dec 16"], "2016-11-30"),
        (["Nov 15", "Nov 30"], "NaT"),
        (["Feb 17", "Feb 19", "Feb 20", "Mar 22"], "NaT"),  # more numbers than months
        (["Feb 17", "Mar 19", "Feb 9"], "NaT"),  # no year is 9
        (["Feb 17", "Mar 19", "9th March"], "NaT"),
        (["Feb 17", "28/02/2018", "Feb 9"], "NaT"),
    ],
)
def test_a_month_and_a_number_are_a_year_where_the_columns_years_bear_it_out(
    cells: list[str], expected: str
) -> None:
    assert str(read_date_column(column_of(cells)).days[0])[:10] == expected


def test_what_a_column_leaves_open_the_tables_other_dates_settle() -> None:
    others = [read_date("15 January 2016"), read_date("11/30/2015")]
    column = read_date_column(column_of(["Nov 15", "01/02/2016"]), elsewhere=lambda: others)
    assert [str(day)[:10] for day in column.days] == ["2015-11-30", "2016-01-02"]
    assert column.assumed
    column = read_date_column(column_of(["Nov 15"]), elsewhere=lambda: [read_date("1 May 2026")])
    assert str(column.days[0]) == "NaT"


@pytest.mark.parametrize(
    ("cells", "years", "asked"),
    [
        (["Nov 15", "30/06/2016"], True, None),  # the column's own years settle it
        (["Nov 15", "12 June"], False, None),
        (["Nov 15", "Mar 16"], False, "days"),
    ],
)
def test_a_day_without_its_year_in_another_column_is_asked_about_and_outweighs_no_year_of_its_own(
    cells: list[str], years: bool, asked: str | None
) -> None:
    others = [read_date("12 June"), read_date("1 May 2016")]
    column = read_date_column(column_of(cells), elsewhere=lambda: others)
    assert (str(column.days[0])[:10] == "2015-11-30", column.month_numbers) == (years, asked)


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (["Nov 16", "Dec 16"], "years"),
        (["Nov 15"], "days"),
        (["Feb 17", "Feb 19", "Feb 20"], "days"),
        (["Nov 15", "30/11/2015"], None),
        (["Nov 15", "Nov 9"], None),
        (["November 2015", "Nov 2015"], None),
    ],
)
def test_as_what_numbers_behind_months_were_taken_is_told_where_nothing_settles_it(
    cells: list[str], asked: str | None
) -> None:
    assert read_date_column(column_of(cells)).month_numbers == asked


@pytest.mark.parametrize("text", ["9 March", "Mar 9", "by 9th March", "Mon 9 Mar", "March 9th"])
def test_a_day_of_a_month_without_its_year_is_said_to_be_that(text: str) -> None:
    assert read_date(text).cautions == ("no_year",)


def test_a_cell_that_shows_less_than_its_date_is_read_as_it_is_shown() -> None:
    cells = column_of([date(2015, 11, 1), date(2016, 1, 1), date(2015, 11, 30)])
    column = read_date_column(cells, special=shown_as(cells, months=[0, 2], years=[1]))
    assert [str(day)[:10] for day in column.days] == ["2015-11-30", "2016-12-31", "2015-11-30"]
    assert list(column.remarks) == [0, 1]
    whole = shown_as(cells, months=[], years=[2])[2]
    assert (whole.day, whole.cautions) == (END_NOV, ("hidden_day",))


def test_real_dates_numbers_and_words_are_read_together() -> None:
    cells: list[Cell] = [END_NOV, 42338.0, "By 30 November 2015", "Immediately", "TBC", ""]
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


# What is said


def said(text: str, field: Role, *, complete: bool = False) -> list[tuple[str, str]]:
    reading = read_date(text, True, field)
    remarks = remarks_of(reading, field, known=True, resolved=True, complete=complete)
    return [(remark.severity, remark.kind.value) for remark in remarks]


def test_nothing_for_a_date_is_a_note_and_tbc_an_error() -> None:
    assert said("n/a", "original_due") == [("note", "no_date_given")]
    assert said("TBC", "original_due") == [("error", "no_date_given")]
    assert said("TBC", "completed_on") == [("note", "no_date_given")]


def test_a_completion_cell_that_denies_a_complete_status_is_a_warning() -> None:
    told = [("warning", "complete_but_not_by_its_date")]
    assert said("No", "completed_on", complete=True) == told
    assert said("Ongoing", "completed_on", complete=True) == told
    assert said("No", "completed_on") == [("note", "no_date_given")]
    assert said("n/a", "completed_on", complete=True) == [("note", "no_date_given")]


def test_a_coarse_date_is_a_note_of_a_timescale_and_a_warning_of_a_completion() -> None:
    assert said("March 2016", "original_due") == [("note", "month_precision")]
    assert said("March 2016", "completed_on") == [("warning", "month_precision")]


def test_each_reason_not_to_use_a_date_is_an_error_of_its_kind() -> None:
    assert said("From 1 April 2016", "original_due") == [("error", "date_of_a_start")]
    assert said("Planned 12/03/2016", "completed_on") == [("error", "planned_date_as_completion")]
    assert said("Refused 31/03/2016", "revised_due") == [("error", "date_not_agreed")]
    assert said("30/11/2015 see note", "original_due") == [("error", "date_not_understood")]


# What is asked


def asked(
    *due: str, choices: Choices | None = None
) -> list[tuple[str, tuple[str, ...], list[object]]]:
    """The questions about a plan with these timescales: kind, cells and what each choice sets."""
    rows = [f"{n},Do thing {n},Head of IT,{day},Open" for n, day in enumerate(due, start=1)]
    plan = read_plan(
        "\n".join(["Ref,Action,Owner,Due date,Status", *rows]).encode(), choices or Choices()
    )
    return [
        (question.kind.value, question.cells, [choice.change for choice in question.choices])
        for question in plan.questions
    ]


def test_it_is_asked_which_comes_first_where_no_date_says() -> None:
    either = [{"day_first": True}, {"day_first": False}]
    assert asked("01/02/2016", "03/04/2016") == [("month_first", ("D",), either)]
    assert asked("01/02/2016", "30/04/2016") == []
    assert asked("01/02/2016", "03/04/2016", choices=Choices(day_first=True)) == []


def test_with_full_stops_the_day_is_first_unless_one_can_only_be_a_month() -> None:
    assert asked("01.02.2016", "03.04.2016") == []
    assert days_of("01.02.2016") == [date(2016, 2, 1)]
    assert (
        str(read_date_column(column_of(["01.02.2016", "03.31.2016"])).days[0])[:10] == "2016-01-02"
    )
    assert read_date("01.02.2016", False).day == date(2016, 1, 2)


@pytest.mark.parametrize("first", ["Immediately", "30/11/2015"])
def test_no_age_rests_on_a_day_of_publication_that_is_assumed(first: str) -> None:
    text = f"Ref,Action,Original timescale,Status\n1,Audit,{first},Open\n2,Train,31/03/2016,Open"
    read = read_plan(text.encode(), name="plan.csv")
    assert read.published is None
    assert measure(read.actions, END_NOV, published=read.published)["age_days"].isna().all()
    if first == "Immediately":  # which needs a day, and says so
        assert read.actions["original_due"].iloc[0].date() == date(2015, 7, 2)
        assert any("Counted from 2 July 2015" in each.problem for each in read.findings)
    named = read_plan(text.encode(), name="building_the_picture.csv")
    assert named.published == date(2015, 7, 2)


def test_it_is_asked_when_the_report_was_published_where_timescales_count_from_that() -> None:
    assert asked("Immediately", "Within six months", "30/11/2015") == [
        (
            "published",
            ("D2", "D3"),
            [{"published": date(2015, 7, 2)}, {"published": END_NOV}],
        )
    ]


@pytest.mark.parametrize(
    "text", ["31/03/2016 (overdue)", "31/03/2016 – not met", "Missed 31/03/2016"]
)
def test_a_date_that_was_missed_is_still_when_it_was_due_and_never_when_it_was_done(
    text: str,
) -> None:
    due, done = read_date(text), read_date(text, role="completed_on")
    assert (due.day, due.cautions) == (date(2016, 3, 31), ("missed",))
    assert (done.outcome, done.day) == ("unclear", None)


@pytest.mark.parametrize("text", ["30/11/2015 ✅", "30 November 2015 ✔", "2015-11-30 ☑"])
def test_a_tick_behind_a_due_date_leaves_it_the_due_date_and_is_said(text: str) -> None:
    for role in ("original_due", "revised_due"):
        reading = read_date(text, role=role)
        assert (str(reading.day), reading.cautions) == ("2015-11-30", ("ticked",))
    assert read_date(text, role="completed_on").cautions == ()


def test_of_two_dates_the_ticked_one_is_when_it_was_done() -> None:
    assert read_date("30/11/2015 (✔ 12/03/2016)") == read_date("30/11/2015 (done 12/03/2016)")


def test_a_financial_year_alone_is_no_day_of_completion() -> None:
    reading = read_date("2015/16", True, "completed_on")
    assert (reading.outcome, reading.day) == ("unclear", None)


@pytest.mark.parametrize(
    "text",
    ["Quarter ending 31 March 2016", "31/03/2016 [1]", "March 31, 2016 5:00 PM (GMT)"],
)
def test_a_period_that_ends_on_it_a_footnote_and_the_time_in_britain_leave_a_day_as_it_is(
    text: str,
) -> None:
    assert days_of(text) == [END_MAR]
