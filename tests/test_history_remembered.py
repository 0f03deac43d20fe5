"""What the history remembers beside plans, and what it tells of each action's dates."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import pytest

from tracker import Choices, Plan, read_plan
from tracker.report.own_words import ReportWords
from tracker.store import History, HistoryError
from tracker.timeline import Decision

pytest_plugins = ["tests.databases"]

SAMPLES = Path(__file__).parents[1] / "sample_data"
JANUARY, APRIL, SEPTEMBER = date(2016, 1, 12), date(2016, 4, 30), date(2016, 9, 30)
NAME = "Building the Picture"


@functools.cache
def sample(as_at: date) -> tuple[bytes, Plan]:
    data = (SAMPLES / f"building_the_picture_{as_at}.xlsx").read_bytes()
    return data, read_plan(data)


def record_samples(history: History, *dates: date) -> None:
    for as_at in dates:
        data, plan = sample(as_at)
        history.record(plan, name=NAME, as_at=as_at, data=data, who="Manager")


def test_a_layout_is_remembered_by_its_headings_however_they_are_spaced(history: History) -> None:
    mapping = Choices(
        columns={"owner": "Who", "action": "Azione"},
        statuses={"Embedded": "complete"},
        day_first=True,
    )

    history.remember_layout(["Ref", "HMIC  timescale", "Who"], mapping, who="Manager")

    assert history.layout_for(["REF ", "hmic\ntimescale", "who"]) == mapping
    assert history.layout_for(["Ref", "HMIC timescale"]) is None
    assert history.layout_for(["Ref HMIC", "timescale", "Who"]) is None


def test_of_a_layout_what_was_said_last_holds(history: History) -> None:
    for heading in ("Who", "Lead", "Who else"):
        history.remember_layout(["Ref"], Choices(columns={"owner": heading}), who="Manager")

    assert history.layout_for(["Ref"]) == Choices(columns={"owner": "Who else"})


def test_what_belongs_to_one_file_is_not_remembered_of_its_layout(history: History) -> None:
    mapping = Choices(sheets=("April",), header_row=4, published=date(2015, 7, 2))

    history.remember_layout(["Ref"], mapping, who="Manager")

    assert history.layout_for(["Ref"]) == Choices()


def test_decisions_on_matches_are_kept_for_their_plan_the_last_one_holding(
    history: History,
) -> None:
    record_samples(history, JANUARY)
    first, second = Decision("a", "b", same=True), Decision("c", "d", same=False)
    for decision in (first, second, Decision("a", "b", same=False)):
        history.remember_match(NAME, decision, who="Manager")

    kept = history.decisions("building the picture")

    assert [(each.old, each.new, each.same, each.who) for each in kept] == [
        ("c", "d", False, "Manager"),
        ("a", "b", False, "Manager"),
    ]
    assert all(isinstance(each, Decision) for each in kept)
    assert history.decisions("Another") == []
    with pytest.raises(HistoryError, match="No plan “Another” is recorded"):
        history.remember_match("Another", first, who="Manager")


def test_the_words_of_a_report_are_remembered_by_the_plans_name_the_last_ones_holding(
    history: History,
) -> None:
    words = ReportWords(author="Information Manager", contact="Room 2\x00\ud800", links="“One”")
    history.remember_report_words(NAME, ReportWords(author="Somebody"), who="")
    history.remember_report_words(NAME.upper() + " ", words, who="Manager")

    assert history.report_words("building  the picture") == words
    assert history.report_words("Another") is None
    assert history.plans() == []
    history.forget_report_words(NAME)
    assert history.report_words(NAME) is None
    with pytest.raises(HistoryError, match="under a name"):
        history.remember_report_words(" ", words, who="")


def test_the_words_of_a_report_go_with_the_plans_last_version(history: History) -> None:
    record_samples(history, JANUARY, APRIL)
    history.remember_report_words(NAME, ReportWords(contact="A person"), who="")
    first, last = history.recorded(NAME)

    history.delete(first.id, who="Administrator")
    assert history.report_words(NAME) is not None
    history.delete(last.id, who="Administrator")
    assert history.report_words(NAME) is None
