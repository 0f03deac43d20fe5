"""Plans that say what is to be done in the recommendation alone, as American ones and audits do."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.comparing import APRIL, JANUARY, between, each, listed
from tracker import Plan, read_plan
from tracker.timeline import Position, Recorded, Timeline


def read(*lines: str) -> Plan:
    return read_plan("\n".join(lines).encode())


def recorded(plan: Plan, day: date) -> Position:
    when = datetime(2016, 10, day.month, tzinfo=UTC)
    about = Recorded(day.month, "Plan", day, "", "", (), "", when, len(plan.actions), 0, 0, 0)
    return Position.of(plan, day, recorded=about)


AUDIT = (
    "Develop written procedures for overtime approval",
    "Require conflict of interest forms from all evaluators",
    "Track fuel card usage by vehicle",
)


def audited(*rows: str, restricted: str = "") -> Plan:
    lines = (
        f"{place},{words},30/11/2015,Open,{'Yes' if words == restricted else ''}"
        for place, words in enumerate(rows, start=1)
    )
    return read("Item,Recommendation,Original timescale,Status,Restricted", *lines)


def test_a_recommendation_in_words_stands_for_the_action_where_no_column_gives_one():
    assert audited(*AUDIT).actions["action"].tolist() == list(AUDIT)
    head = "Ref,Recommendation,Due,Status"
    # Not where it is a number, nor where it is of several actions.
    numbered = read(head, "1,5,30/11/2015,Open", "2,6,30/11/2015,Open")
    shared = read(head, f"1,{AUDIT[0]},,Open", "2,,,Open", "3,,,Open")
    assert numbered.actions["action"].isna().all()
    assert shared.actions["action"].isna().all()


def test_the_words_of_a_restricted_row_are_not_repeated_in_the_rows_below_it():
    rows = [f"{place},Establish a register called {place},,Open," for place in range(1, 12)]
    carried = read(
        "Ref,Recommendation,Due,Status,Restricted",
        *rows[:-1],
        "11,Watch Nightjar now,,Open,Yes",
        "12,,,Open,",
    )
    assert carried.actions["action"].tolist()[-2:] == ["Watch Nightjar now", None]


def test_rows_put_in_before_recommendations_that_are_actions_renumber_them():
    january, april = audited(*AUDIT), audited("Nominate a council member as sponsor", *AUDIT)
    known = between(january, april)
    assert listed(known) == [("1", "added"), *each("2 3 4", "renumbered")]


def test_a_number_used_again_for_another_recommendation_that_is_an_action_is_two():
    other = audited(AUDIT[0], AUDIT[1], "Complete bridge inspections in District 4")
    known = between(audited(*AUDIT), other)
    assert listed(known)[:2] == [("3", "added"), ("3", "removed")]


def test_what_is_restricted_since_is_withheld_under_whatever_number():
    january = audited(*AUDIT)
    april = audited("Nominate a council member as sponsor", *AUDIT, restricted=AUDIT[1])
    timeline = Timeline.of([recorded(january, JANUARY), recorded(april, APRIL)])
    shown = timeline.using(timeline.positions[0]).redacted().in_use.actions
    assert shown["action"].tolist() == [AUDIT[0], AUDIT[2]]
