"""What is original in a plan over time: the timescale first recorded, for actions and the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from sample_data import make
from tests.comparing import (
    APRIL,
    DONE,
    GONE,
    JANUARY,
    JUNE,
    MARCH,
    NOV,
    OPEN,
    SEPTEMBER,
    listed,
    plan,
)
from tracker import Plan, measure, read_plan, summarise
from tracker.reading.findings import FindingKind
from tracker.timeline import Decision, Position, Timeline, versions_of
from tracker.timeline.matching import match_actions

ACTION = {"reference": "1", "action": "Review the policy", "recommendation": "5", "row": 7}


def of(original: object = NOV, revised: object = None, **fields: object) -> dict[str, Any]:
    return {**ACTION, "original_due": original, "revised_due": revised, **fields}


def plan_of(text: str) -> Plan:
    return read_plan(text.encode())


def over(*dated: tuple[date, Plan], decided: list[Decision] | None = None) -> Timeline:
    return Timeline.of([Position.of(plan, day) for day, plan in dated], decided or [])


def originals(timeline: Timeline) -> list[object]:
    return timeline.baseline.actions["original_due"].tolist()


def warnings(timeline: Timeline) -> list[str]:
    return [f.problem for f in timeline.baseline.findings if f.kind == FindingKind.ORIGINAL_CHANGED]


def recommendations(timeline: Timeline, as_at: date | None = None) -> pd.DataFrame:
    return summarise(timeline.measured(as_at)).recommendations.set_index("recommendation")


def test_a_file_that_nobody_recorded_is_measured_from_its_own_timescales():
    alone = over((APRIL, plan(of(NOV, MARCH))))
    assert originals(alone) == [pd.Timestamp(NOV)]
    assert alone.baseline.findings == ()
    assert alone.previous is None
    assert alone.compared() is None


def test_an_original_timescale_typed_over_is_measured_from_the_first_recorded():
    january, now = plan(of(NOV)), plan(of(MARCH, original_due_text="31/03/2016"))
    known = over((JANUARY, january), (APRIL, now))
    assert known.measured()["slippage_days"].tolist() == [152]  # 30 November to 30 April
    assert warnings(known) == [
        "The position as at 12 January 2016 gave another original timescale, 30 November 2015, "
        "and slippage is measured from that one, the first recorded; the date here counts as a "
        "revised one. Check why it was changed."
    ]
    found = known.baseline.findings[0]
    assert (found.value, found.cell) == ("31/03/2016", "7")
    assert known.baseline.changed_originals == 1
    assert now.actions["original_due"].tolist() == [pd.Timestamp(MARCH)]  # untouched


def test_what_the_plan_now_prints_instead_is_told_beside_it():
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(MARCH, original_due_text="by March"))))
    row = known.baseline.actions.iloc[0]
    assert row["original_moved"]
    assert (row["original_now"], row["original_now_text"]) == (pd.Timestamp(MARCH), "by March")


def test_an_original_date_typed_over_with_a_later_one_is_when_the_plan_now_says_it_ends():
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(SEPTEMBER))))
    measured = known.measured().iloc[0]
    assert measured["expected_finish"] == pd.Timestamp(SEPTEMBER)
    assert measured["slippage_days"] == (SEPTEMBER - NOV).days
    assert not measured["slippage_is_minimum"]
    assert measured["is_rebaselined"]
    assert not measured["is_overdue_revised"]
    assert summarise(known.measured()).totals["next_due"] == SEPTEMBER


def test_words_in_place_of_a_revised_date_are_not_said_of_the_date_that_counts_as_one():
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(MARCH, revised_due_text="TBC"))))
    actions = known.baseline.actions
    assert actions["revised_due"].tolist() == [pd.Timestamp(MARCH)]
    assert actions["revised_due_text"].isna().all()


def test_a_revised_date_that_the_plan_gives_stays_the_one_agreed():
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(MARCH, JUNE))))
    assert known.baseline.actions["revised_due"].tolist() == [pd.Timestamp(JUNE)]
    assert "counts as a revised one" not in warnings(known)[0]


def test_a_date_that_was_taken_out_is_still_measured_from_and_said():
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(None))))
    assert originals(known) == [pd.Timestamp(NOV)]
    said = "The position as at 12 January 2016 gave an original timescale where "
    assert warnings(known)[0].startswith(said)


def test_dates_that_come_back_as_first_recorded_are_no_change():
    blank, words = (
        of(None),
        of(None, original_due_text="TBC", reference="2", action="Buy a scanner"),
    )
    january = plan(of(NOV), words | {"original_due": NOV})
    april = plan(blank, words)
    september = plan(of(NOV), words | {"original_due": MARCH, "original_due_text": "31/03/2016"})
    known = over((JANUARY, january), (APRIL, april), (SEPTEMBER, september)).compared()
    assert known is not None
    dates = ["reference", "original_before", "original_after"]
    changed = known.changes.loc[known.changes["kind"].eq("original_changed"), dates]
    assert changed.to_numpy().tolist() == [["2", pd.Timestamp(NOV), pd.Timestamp(MARCH)]]
    assert known.counts["unchanged"] == 1


def test_none_is_said_to_be_without_an_original_that_an_earlier_position_gave():
    january, april = (
        plan_of(f"Ref,Action,Original timescale,Status\n1,Buy,{due},Open\n2,Sell,,Open\n")
        for due in ("30/11/2015", "")
    )
    known = over((JANUARY, january), (APRIL, april)).baseline
    (said,) = (f for f in known.findings if f.kind == FindingKind.NO_ORIGINAL_TIMESCALE)
    assert said.problem.startswith("1 of 2 actions has no original timescale")
    assert said.cells == ("C3",)
    without = plan_of("Ref,Action,Status,Owner\n1,Buy,Open,Ann\n")
    assert FindingKind.COLUMN_NOT_FOUND in {f.kind for f in without.findings}
    once = over((JANUARY, january), (APRIL, without)).baseline
    assert {f.kind for f in once.findings} == {FindingKind.ORIGINAL_CHANGED}


def test_a_completion_before_a_position_that_had_the_action_open_is_a_warning():
    done = of(NOV, completed_on=date(2015, 11, 20), **DONE)
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(NOV))), (SEPTEMBER, plan(done)))
    (said,) = known.baseline.findings
    assert (said.severity, said.kind) == ("warning", FindingKind.COMPLETED_WHILE_OPEN)
    assert said.value == "20 November 2015"
    assert said.problem.startswith("The position as at 30 April 2016 still had the action open")
    # Not where that was the day of the position itself, nor where it was complete there.
    for day, before in ((APRIL, plan(of(NOV))), (JANUARY, plan(done))):
        later = plan(of(NOV, completed_on=day, **DONE))
        assert not over((APRIL, before), (SEPTEMBER, later)).baseline.findings


def test_a_date_first_given_later_is_the_first_known_one_and_changes_nothing():
    known = over((JANUARY, plan(of(None))), (APRIL, plan(of(MARCH))))
    assert originals(known) == [pd.Timestamp(MARCH)]
    assert known.baseline.findings == ()


def test_the_same_words_are_the_same_timescale_whatever_day_they_were_read_as():
    first = plan(of(date(2015, 7, 2), original_due_text="Immediately"))
    then = plan(of(date(2015, 7, 14), original_due_text=" immediately"))
    known = over((JANUARY, first), (APRIL, then))
    assert originals(known) == [pd.Timestamp(2015, 7, 2)]
    assert not known.baseline.actions["original_moved"].any()
    assert known.baseline.actions["revised_due"].isna().all()
    assert warnings(known) == []
    comparison = known.compared()
    assert comparison is not None
    assert comparison.counts["original_changed"] == 0


def test_an_action_added_later_does_not_move_what_was_original_of_those_without_a_recommendation():
    def without(*rows: dict[str, Any]) -> Plan:
        return plan(*({**row, "recommendation": None} for row in rows))

    added = {**of(JUNE), "reference": "9.9", "action": "Something else"}
    known = over((JANUARY, without(of(NOV))), (APRIL, without(of(NOV), added)))
    assert recommendations(known)["original_due"].tolist() == [pd.Timestamp(NOV)]


def test_date_moves_are_those_seen_in_all_positions_so_far():
    known = over(
        (JANUARY, plan(of(NOV))), (MARCH, plan(of(NOV, MARCH))), (APRIL, plan(of(NOV, JUNE)))
    )
    moves = [known.using(each).baseline.actions["date_moves"].tolist() for each in known.positions]
    assert moves == [[0], [1], [2]]


def test_words_in_place_of_a_revised_date_are_no_move_back_to_the_original():
    known = over(
        (JANUARY, plan(of(NOV, MARCH, revised_due_text="31/03/2016", date_moves=1))),
        (APRIL, plan(of(NOV, None, revised_due_text="TBC"))),
        (SEPTEMBER, plan(of(NOV, date(2016, 12, 31)))),
    )
    assert known.baseline.actions["date_moves"].tolist() == [2]


def test_a_later_position_changes_nothing_of_an_earlier_one():
    january, april = Position.of(plan(of(None)), JANUARY), Position.of(plan(of(MARCH)), APRIL)
    before, after = Timeline.of([january]), Timeline.of([january, april]).using(january)
    assert originals(before)[0] is originals(after)[0] is pd.NaT


def test_the_order_in_which_positions_are_given_says_nothing():
    dated = [(JANUARY, plan(of(NOV))), (MARCH, plan(of(MARCH))), (APRIL, plan(of(JUNE)))]
    one, other = over(*dated), over(*reversed(dated))
    assert [each.as_at for each in one.positions] == [JANUARY, MARCH, APRIL]
    assert originals(one) == originals(other) == [pd.Timestamp(NOV)]


def test_the_dates_of_years_far_away_are_compared_too():
    known = over((JANUARY, plan(of("9999-12-31"))), (APRIL, plan(of("0001-01-01"))))
    days = known.baseline.actions["original_due"].to_numpy().astype("datetime64[D]").astype(str)
    assert days.tolist() == ["9999-12-31"]
    assert known.baseline.actions["date_moves"].tolist() == [1]


def test_an_action_that_was_away_is_known_again_by_its_wording():
    backlog, training = "Review the records that are past their date", "Train every new officer"
    known = over(
        (JANUARY, plan(of(NOV, action=backlog))),
        (APRIL, plan(of(JUNE, reference="2", action=training))),
        (SEPTEMBER, plan(of(SEPTEMBER, reference="7", action=backlog),
                         of(None, reference="2", action=training))),
    )  # fmt: skip
    assert originals(known) == [pd.Timestamp(NOV), pd.Timestamp(JUNE)]


def test_a_reference_used_again_for_another_action_carries_no_date():
    january, now = plan(of(NOV)), plan(of(MARCH, action="Buy a scanner"))
    known = over((JANUARY, january), (APRIL, now))
    assert originals(known) == [pd.Timestamp(MARCH)]
    assert warnings(known) == []
    comparison = known.compared()
    assert comparison is not None
    assert comparison.counts["original_changed"] == 0
    assert comparison.counts["added"] == comparison.counts["removed"] == 1


def test_what_somebody_said_of_a_doubtful_pair_decides_whose_date_it_was():
    january = plan(of(NOV, reference=None, action="a" * 19))
    now = plan(of(MARCH, reference=None, action="a" * 17 + "bb"))
    doubt = match_actions(january.actions, now.actions).doubtful
    keys = (doubt["old_key"].iloc[0], doubt["new_key"].iloc[0])
    dated = (JANUARY, january), (APRIL, now)
    assert originals(over(*dated)) == [pd.Timestamp(MARCH)]
    assert originals(over(*dated, decided=[Decision(*keys, same=True)])) == [pd.Timestamp(NOV)]
    assert originals(over(*dated, decided=[Decision(*keys, same=False)])) == [pd.Timestamp(MARCH)]


def test_findings_of_the_reader_stay_and_the_worst_stand_first():
    now, first = plan(of(MARCH)), (JANUARY, plan(of(NOV)))
    (found,) = over(first, (APRIL, now)).baseline.findings
    note, error = replace(found, severity="note"), replace(found, severity="error")
    known = over(first, (APRIL, replace(now, findings=(error, note))))
    severities = [finding.severity for finding in known.baseline.findings]
    assert severities == ["error", "warning", "note"]


# Recommendations


def test_an_action_added_later_does_not_move_its_recommendation():
    first = of(NOV), of(NOV, reference="2", action="Train every new officer")
    added = of(date(2017, 7, 31), reference="3", action="Buy a scanner")
    known = over((JANUARY, plan(*first)), (APRIL, plan(*first, added)))
    row = recommendations(known).loc["5"]
    assert row["original_due"] == pd.Timestamp(NOV)
    assert row["slippage_days"] == (date(2017, 7, 31) - NOV).days


def test_a_recommendations_first_own_timescale_counts_for_all_its_actions():
    january = plan(of(NOV, recommendation_due=NOV))
    now = plan(
        of(NOV, recommendation_due=MARCH),
        of(JUNE, recommendation_due=MARCH, reference="2", action="Train every new officer"),
    )
    known = over((JANUARY, january), (APRIL, now))
    assert recommendations(known).loc["5", "original_due"] == pd.Timestamp(NOV)
    assert known.baseline.actions["recommendation_due"].tolist() == [pd.Timestamp(NOV)] * 2
    assert len(warnings(known)) == 1
    assert "recommendation 5 is measured from that one, the first recorded" in warnings(known)[0]


def test_withdrawn_actions_say_nothing_of_the_recommendation():
    gone = of(JUNE, reference="2", action="Train every new officer", **GONE)
    known = over((JANUARY, plan(of(NOV), gone)), (APRIL, plan(of(NOV), gone)))
    assert recommendations(known).loc["5", "original_due"] == pd.Timestamp(NOV)


def test_a_recommendation_keeps_its_original_whatever_the_filter_leaves_of_it():
    both = plan(of(NOV), of(MARCH, reference="2", action="Train every new officer"))
    measured = over((APRIL, both)).measured()
    (row,) = summarise(measured[measured["reference"].eq("1")]).recommendations.to_dict("records")
    assert row["original_due"] == pd.Timestamp(MARCH)


def test_recommendations_of_two_inspections_are_two_though_their_number_is_one():
    rows = plan(
        of(NOV, source="Building the Picture"),
        of(JUNE, source="Crime Data", reference="2", action="Train every new officer"),
    )
    found = summarise(over((APRIL, rows)).measured()).recommendations
    assert found[["source", "recommendation"]].to_numpy().tolist() == [
        ["Building the Picture", "5"],
        ["Crime Data", "5"],
    ]


def test_a_position_that_names_no_inspection_may_mean_any():
    now = plan(of(JUNE, source="Building the Picture"))
    known = over((JANUARY, plan(of(NOV))), (APRIL, now))
    assert recommendations(known).loc["5", "original_due"] == pd.Timestamp(NOV)


def test_a_position_that_may_mean_either_of_two_inspections_means_neither():
    picture = of(NOV, source="Building the Picture", recommendation_due=NOV)
    crime = of(JUNE, source="Crime Data", reference="2", action="Train every new officer")
    added = of(MARCH, reference="3", action="Buy a scanner for the archive")
    known = over((JANUARY, plan(picture, crime)), (APRIL, plan(added)))
    assert recommendations(known).loc["5", "original_due"] == pd.Timestamp(MARCH)
    assert known.baseline.actions["recommendation_due"].isna().all()


def standing(numbers: str, *added: dict[str, Any], inspections: str = "AAAA") -> Plan:
    """Four actions that are due in turn, each under the recommendation of this number."""
    wordings = (
        "Audit custody records",
        "Teach searching to detectives",
        "Close the drugs index",
        "Publish the retention schedule",
    )
    dues = (NOV, MARCH, JUNE, date(2016, 9, 30))
    rows = [
        of(due, recommendation=number, reference=f"{number}.1", action=action, source=source)
        for number, due, action, source in zip(numbers, dues, wordings, inspections, strict=True)
    ]
    return plan(*(each | {"owner": each["action"]} for each in rows), *added)


NEW = of(date(2016, 12, 31), recommendation="2", reference="2.1", action="Buy a scanner", owner="X")
FOLLOWED = {
    "shifted": (standing("1345", NEW), {"1": NOV, "2": date(2016, 12, 31), "3": MARCH, "4": JUNE}),
    "swapped": (standing("4231"), {"4": NOV, "2": MARCH, "1": date(2016, 9, 30)}),
    "renamed": (standing("ABCD"), {"A": NOV, "B": MARCH, "C": JUNE}),
}


@pytest.mark.parametrize(("now", "expected"), FOLLOWED.values(), ids=FOLLOWED)
def test_a_recommendation_with_another_number_keeps_its_original(now, expected):
    known = over((JANUARY, standing("1234")), (APRIL, now))
    found = recommendations(known)["original_due"]
    assert {name: found[name].date() for name in expected} == expected


def test_recommendations_of_two_inspections_that_change_names_keep_their_originals():
    known = over(
        (JANUARY, standing("1212", inspections="AABB")),
        (APRIL, standing("1212", inspections="BBAA")),
    )
    found = summarise(known.measured()).recommendations
    assert found["original_due"].dt.date.tolist() == [NOV, MARCH, JUNE, date(2016, 9, 30)]
    rows = known.trend().recommendations
    assert rows["source"].tolist() == ["B"] * 4 + ["A"] * 4  # as the latest plan names it
    assert rows["original_due"].dt.date.tolist()[::2] == [NOV, MARCH, JUNE, date(2016, 9, 30)]


def test_a_recommendation_that_an_action_leaves_keeps_its_original_and_its_number():
    two = of(JUNE, recommendation="1", reference="1.2", action="Train every new officer")
    january = plan(of(NOV, recommendation="1", reference="1.1"), two)
    april = plan(of(NOV, recommendation="5", reference="5.1"), two)
    found = recommendations(over((JANUARY, january), (APRIL, april)))["original_due"]
    assert (found["1"].date(), found["5"].date()) == (JUNE, NOV)


@pytest.mark.parametrize(
    ("wording", "due"), [("Animals must be housed well", JUNE), ("Link the force's systems", NOV)]
)
def test_a_number_used_again_for_another_recommendation_starts_anew(wording, due):
    january = plan(of(NOV, recommendation_text="Link all systems of the force"))
    april = plan(of(JUNE, recommendation_text=wording, action="Repair the stable roof"))
    known = over((JANUARY, january), (APRIL, april))
    assert recommendations(known).loc["5", "original_due"] == pd.Timestamp(due)


def test_a_recommendation_that_takes_in_those_of_another_keeps_its_own_original():
    one, other = of(NOV, recommendation="1"), of(JUNE, reference="2", action="Buy a scanner")
    both = plan(one | {"recommendation": "5"}, other)
    known = over((JANUARY, plan(one, other)), (APRIL, both))
    assert recommendations(known).loc["5", "original_due"] == pd.Timestamp(JUNE)


# Which position


def test_a_position_stands_from_its_day_to_the_next():
    known = over((JANUARY, plan(of())), (APRIL, plan(of())))
    assert known.at(date(2016, 1, 11)) is None
    assert known.at(MARCH) is known.positions[0]
    assert known.at(SEPTEMBER) is known.positions[1]


def test_as_known_on_a_day_later_positions_are_not():
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(NOV, JUNE))))
    then = known.as_known_on(MARCH)
    assert [each.as_at for each in then.positions] == [JANUARY]
    assert then.baseline.actions["date_moves"].tolist() == [0]


def test_a_file_recorded_already_stands_once():
    file = plan(of())
    file = replace(file, source=replace(file.source, sha256="ab"))
    january, april = Position.of(plan(of()), JANUARY), Position.of(file, APRIL)
    again = Position.of(file, APRIL)
    known = Timeline.of([january, april]).using(again)
    assert known.positions == (january, again)
    assert known.in_use is again
    assert known.previous is january


def test_an_unchanged_file_at_a_later_date_is_a_position_in_which_nothing_moved():
    known = over((JANUARY, plan(of(NOV, MARCH))), (APRIL, plan(of(NOV, MARCH))))
    comparison = known.compared()
    assert comparison is not None
    assert comparison.changes["kind"].tolist() == ["unchanged"]
    # Two moves would be counted were each position's own move added.
    assert known.baseline.actions["date_moves"].tolist() == [0]


def test_the_sample_over_its_three_versions():
    versions = [Position.of(read_plan(make.path(d)), d) for d in (SEPTEMBER, JANUARY, APRIL)]
    known = Timeline.of(versions)
    actions = known.baseline.actions.set_index("reference")
    # 4.2 says 29 February 2016 from April on.
    assert actions.index[actions["original_moved"]].tolist() == ["4.2"]
    assert actions.loc["4.2", "original_due"] == pd.Timestamp(NOV)
    moves = actions["date_moves"]
    twice = {"1.2", "2.3", "2.4", "3.2", "4.2", "4.4", "7.2"}
    once = {"2.2", "5.2", "5.3", "6.2", "7.3", "8.2", "9.1", "10.1", "10.2", "FS2.2"}
    assert moves["6.1"] == 3
    assert set(moves[moves == 2].index) == twice
    assert set(moves[moves == 1].index) == once
    comparison = known.compared(known.positions[0])
    assert comparison is not None
    assert comparison.counts["original_changed"] == 1


def test_what_is_asked_at_another_day_is_measured_as_at_that_day():
    known = over((APRIL, plan(of(NOV, **OPEN))))
    assert known.measured(SEPTEMBER)["days_overdue"].tolist() == [(SEPTEMBER - NOV).days]
    done = over((APRIL, plan(of(NOV, completed_on=MARCH, **DONE))))
    assert done.measured(SEPTEMBER)["slippage_days"].tolist() == [(MARCH - NOV).days]


def test_measure_alone_is_the_timeline_of_one():
    one = plan(of(NOV, MARCH))
    measured = over((APRIL, one)).measured()
    pd.testing.assert_frame_equal(
        measure(one.actions, APRIL, published=None)[["slippage_days", "state"]],
        measured[["slippage_days", "state"]],
    )


@pytest.mark.parametrize("as_at", [JANUARY, SEPTEMBER])
def test_no_day_that_is_asked_about_changes_what_is_original(as_at: date):
    known = over((JANUARY, plan(of(NOV))), (APRIL, plan(of(MARCH))))
    assert known.measured(as_at)["original_due"].tolist() == [pd.Timestamp(NOV)]


def test_the_likest_plan_is_the_one_of_which_most_stands_in_both():
    words = "Audit Train Write Appoint Publish Retire Inspect Copy Number Store".split()
    rows = [of(reference=str(n), action=f"{word} the records") for n, word in enumerate(words)]
    few, all_but_one = plan(*rows[:3]).actions, plan(*rows[:9]).actions
    found = versions_of(plan(*rows).actions, {"A small plan": few, "The register": all_but_one})
    assert [(each.name, each.paired, each.actions) for each in found] == [
        ("The register", 9, 9),
        ("A small plan", 3, 3),
    ]


def test_words_beside_a_revised_date_leave_it_standing_and_the_finding_says_so():
    plan = read_plan(
        b"Ref,Action,Original date,Revised date 1,Revised date 2,Status\n"
        b"1,Alpha,30/11/2015,30/06/2016,TBC,Open\n2,Beta,30/11/2015,,TBC,Open\n"
    )
    assert plan.actions["revised_due"].astype(str).tolist() == ["2016-06-30", "NaT"]
    found = {f.cell: f for f in plan.findings if f.kind == FindingKind.NO_DATE_GIVEN}
    assert found["E2"].severity == "warning"
    assert found["E2"].problem == (
        "This is not a date, so the revised timescale beside it, 30 June 2016, stands."
    )
    assert "no revised timescale" in found["E3"].problem


@pytest.mark.parametrize("ended", [DONE, GONE])
def test_what_was_complete_and_then_dropped_is_reopened_where_it_comes_back_open(ended):
    other = of(NOV, reference="2", action="Buy a scanner", **OPEN)
    first, dropped = plan(of(NOV, **ended), other), plan(other)
    for back, kinds, reopened in ((of(NOV, **OPEN), "reopened", 1), (of(NOV, **DONE), "added", 0)):
        known = over((JANUARY, first), (APRIL, dropped), (SEPTEMBER, plan(back, other))).compared()
        assert known is not None
        assert listed(known) == [("1", kinds), ("2", "unchanged")]
        assert (known.balance["reopened"], known.balance["added"]) == (reopened, 0)
    # Of one that was open when it was dropped nobody knows what became: it is added.
    again = over(
        (JANUARY, plan(of(NOV), other)), (APRIL, dropped), (SEPTEMBER, plan(of(NOV), other))
    )
    compared = again.compared()
    assert compared is not None
    assert compared.balance["added"] == 1


def test_a_recommendation_that_is_split_or_named_by_inspections_is_followed_by_neither_half() -> (
    None
):
    def original(before: tuple[str, str], after: tuple[str, str], more: str = "") -> list[str]:
        def position(names: tuple[str, str], sources: tuple[str, str], day: date) -> Position:
            text = (
                "Inspection,Recommendation,Ref,Action,Owner,Due date,Status\n"
                f"{sources[0]},{names[0]},5.1,Review the custody policy,Ann,30/11/2015,Open\n"
                f"{sources[1]},{names[1]},5.2,Publish the retention schedule,Bob,31/03/2016,Open\n"
            )
            return Position.of(read_plan(text.encode()), day)

        named = ("Alpha", "Beta") if more else ("", "")
        first, second = date(2016, 1, 12), date(2016, 4, 30)
        over = Timeline.of([position(before, ("", ""), first), position(after, named, second)])
        days = over.baseline.actions["recommendation_original"]
        return [f"{day:%Y-%m-%d}" for day in days]

    assert original(("1", "1"), ("1a", "1b")) == ["2015-11-30", "2016-03-31"]
    assert original(("5", "5"), ("5", "5"), "inspections") == ["2015-11-30", "2016-03-31"]
    assert original(("1", "1"), ("A", "A")) == ["2016-03-31", "2016-03-31"]


def test_a_restricted_row_withholds_what_is_gone_only_where_it_holds_its_words_anew() -> None:
    head = "Ref,Action,Owner,Due date,Status,Marking\n"
    long_marked = "2,Review the retention policy for records,Bob,31/03/2016,Open,Restricted\n"
    now = head + long_marked + "3,Train staff,Cat,31/03/2016,Open,\n"
    first = head + "1,Review the policy,Ann,30/11/2015,Open,\n"
    unchanged = first + now.removeprefix(head)
    merged = first + "2,Read the records,Bob,31/03/2016,Open,\n3,Train staff,Cat,31/03/2016,Open,\n"
    for before, published in ((unchanged, ["1", "3"]), (merged, ["3"])):
        over = Timeline.of(
            [
                Position.of(read_plan(before.encode()), date(2016, 1, 12)),
                Position.of(read_plan(now.encode()), date(2016, 4, 30)),
            ]
        )
        assert over.redacted().positions[0].actions["reference"].tolist() == published
