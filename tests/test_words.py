"""Numbers, dates and names as people read them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tracker import words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 actions"), (1, "1 action"), (3, "3 actions"), (12345, "12,345 actions"), (None, "–")],
)
def test_one_action_is_an_action(value, text):
    assert words.count("action", value) == text


def test_a_noun_may_have_a_plural_of_its_own():
    assert words.count("date is", 2, "dates are") == "2 dates are"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (14, 22, "14 of 22, 64%"),
        (1, 8, "1 of 8, 13%"),
        (0, 5, "0 of 5, 0%"),
        (5, 5, "5 of 5, 100%"),
        (0, 0, "–"),
        (None, 5, "–"),
        (pd.NA, 5, "–"),
    ],
)
def test_a_share_has_its_counts_beside_a_whole_percentage(part, whole, text):
    assert words.rate_words(part, whole) == text


def test_only_all_is_100_per_cent_and_only_none_is_0():
    assert words.percent(199, 200) == "99%"
    assert words.percent(1, 300) == "1%"


def test_a_share_reads_the_same_from_its_rate_as_from_its_counts():
    for whole in range(1, 400):
        for part in range(whole + 1):
            exact = (200 * part + whole) // (2 * whole)  # halves up, in whole numbers
            shown = min(max(exact, 1), 99) if 0 < part < whole else exact
            assert words.percent(part, whole) == words.percent(part / whole, 1) == f"{shown}%"


@pytest.mark.parametrize("unknown", [None, pd.NaT, float("nan"), pd.NA])
def test_unknown_is_a_dash(unknown):
    for say in (
        words.number,
        words.date_words,
        words.short_date,
        words.month_words,
        words.days_words,
        words.slippage_words,
    ):
        assert say(unknown) == "–"


def test_dates_are_said_in_words():
    assert words.date_words(date(2015, 11, 30)) == "30 November 2015"
    assert words.date_words(pd.Timestamp(2016, 5, 1)) == "1 May 2016"
    assert words.short_date(date(2015, 11, 30)) == "30 Nov 2015"
    assert words.month_words(date(2015, 11, 30)) == "November 2015"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-21, "21 days early"),
        (-1, "1 day early"),
        (0, "on time"),
        (1, "1 day late"),
        (151, "151 days late"),
        (92.5, "92.5 days late"),
        (101.25, "101.2 days late"),
    ],
)
def test_slippage_is_early_on_time_or_late(value, text):
    assert words.slippage_words(value) == text


def test_days_may_be_working_days():
    assert words.days_words(1, "working day") == "1 working day"
    assert words.slippage_words(105, "working day") == "105 working days late"


def test_a_negative_number_has_a_minus_sign():
    assert words.number(-7) == "−7"


def test_a_list_ends_with_and():
    assert words.listed(["A"]) == "A"
    assert words.listed(["A", "B"]) == "A and B"
    assert words.listed(["A", "B", "C"]) == "A, B and C"


def test_a_long_text_is_cut_between_words():
    assert words.shortened("Review  the\nretention schedule", 40) == "Review the retention schedule"
    assert words.shortened("Review the retention schedule", 20) == "Review the…"
    assert words.shortened("x" * 30, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("5", "recommendation 5"),
        ("3.2(b)", "recommendation 3.2(b)"),
        ("Recommendation 5", "Recommendation 5"),
        ("Rec 5", "Rec 5"),
        ("Rec5", "Rec5"),
        ("Record sharing with partners", "“Record sharing with partners”"),
        ("Review retention", "“Review retention”"),
        (None, "the actions without a recommendation"),
    ],
)
def test_a_recommendation_is_named_in_a_sentence(name, text):
    assert words.recommendation_words(name) == text


def test_an_action_is_named_by_its_reference_else_its_wording():
    assert words.action_words("7.1", "Train staff") == "action 7.1"
    assert words.action_words(None, "Train staff") == "“Train staff”"
    assert words.action_words(None, None) == "an action without a reference"


def test_a_sentence_begins_with_a_capital_and_keeps_names():
    assert words.sentence_case("action 7.1 for Head of Records") == "Action 7.1 for Head of Records"


def test_names_that_begin_and_end_alike_are_told_apart_by_what_stands_between():
    of = [
        f"Assistant Director of {what} ({where})"
        for what in ("Corporate Communications", "Criminal Justice")
        for where in ("East", "West")
    ]
    assert list(words.told_apart(of, 34).values()) == [
        "Assistant… Corporate… (East)",
        "Assistant… Corporate… (West)",
        "Assistant… Criminal… (East)",
        "Assistant… Criminal… (West)",
    ]


def test_names_that_would_still_look_alike_are_not_cut():
    of = [f"Team of {'a' * 40}{end}" for end in "bc"]  # their first twenty letters are the same
    assert words.told_apart(of, 20) == {name: name for name in of}
