"""A plan measured from the original timescales first recorded, and a warning for each change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from tests.comparing import APRIL, JANUARY, JUNE, MARCH, NOV, SEPTEMBER, plan
from tracker import Plan, measure, summarise
from tracker.comparison import Decision
from tracker.comparison.matching import match_actions
from tracker.history.baselines import follow
from tracker.history.originals import from_first_recorded


def of(original: date | None, revised: date | None = None, **more: object) -> dict[str, object]:
    return {
        "reference": "1",
        "recommendation": "5",
        "action": "Review the policy",
        "original_due": original,
        "revised_due": revised,
        "sheet": "Plan",
        "row": 7,
        **more,
    }


def warnings(known: Plan) -> list[str]:
    return [finding.problem for finding in known.findings]


def test_without_a_recorded_version_the_plan_is_as_it_is():
    now = plan(of(MARCH))
    assert from_first_recorded(now, []) is now


def test_slippage_counts_from_the_first_recorded_original_date_and_the_cell_is_named():
    january, now = plan(of(NOV)), plan(of(MARCH, original_due_text="31/03/2016"))
    known = from_first_recorded(now, [(JANUARY, january.actions)])
    assert measure(known.actions, APRIL)["slippage_days"].tolist() == [152]  # 30 Nov to 30 April
    assert warnings(known) == [
        "The original timescale here is 31 March 2016; the position recorded as at 12 January 2016 "
        "gave 30 November 2015, and slippage is measured from that one, the first recorded; the "
        "date here counts as a revised one. Check why it was changed."
    ]
    assert (known.findings[0].value, known.findings[0].cell) == ("31/03/2016", "7")
    assert known.changed_originals == 1
    assert now.actions["original_due"].tolist() == [pd.Timestamp(MARCH)]  # untouched


def test_an_original_date_typed_over_with_a_later_one_is_when_the_plan_now_says_it_ends():
    known = from_first_recorded(plan(of(SEPTEMBER)), [(JANUARY, plan(of(NOV)).actions)])
    measured = measure(known.actions, APRIL).iloc[0]
    assert measured["expected_finish"] == pd.Timestamp(SEPTEMBER)
    assert measured["slippage_days"] == (SEPTEMBER - NOV).days
    assert not measured["slippage_is_minimum"]
    assert measured["is_rebaselined"]
    assert not measured["is_overdue_revised"]
    assert summarise(measure(known.actions, APRIL)).totals["next_due"] == SEPTEMBER


def test_words_in_place_of_a_revised_date_are_not_said_of_the_date_that_counts_as_one():
    now = plan(of(MARCH, revised_due_text="TBC"))
    known = from_first_recorded(now, [(JANUARY, plan(of(NOV)).actions)])
    assert known.actions["revised_due"].tolist() == [pd.Timestamp(MARCH)]
    assert known.actions["revised_due_text"].isna().all()


def test_a_revised_date_that_the_plan_gives_stays_the_one_agreed():
    known = from_first_recorded(plan(of(MARCH, JUNE)), [(JANUARY, plan(of(NOV)).actions)])
    assert known.actions["revised_due"].tolist() == [pd.Timestamp(JUNE)]
    assert "counts as a revised one" not in warnings(known)[0]


def test_a_date_that_was_taken_out_is_still_measured_from_and_said():
    known = from_first_recorded(plan(of(None)), [(JANUARY, plan(of(NOV)).actions)])
    assert known.actions["original_due"].tolist() == [pd.Timestamp(NOV)]
    assert warnings(known)[0].startswith("The original timescale here is none; the position")


def test_a_date_first_given_later_is_the_first_known_one_and_changes_nothing():
    known = from_first_recorded(plan(of(MARCH)), [(JANUARY, plan(of(None)).actions)])
    assert known.actions["original_due"].tolist() == [pd.Timestamp(MARCH)]
    assert known.findings == ()


def test_date_moves_are_those_seen_over_all_versions():
    versions = [(JANUARY, plan(of(NOV)).actions), (MARCH, plan(of(NOV, MARCH)).actions)]
    known = from_first_recorded(plan(of(NOV, JUNE)), versions)
    assert known.actions["date_moves"].tolist() == [2]


def test_a_recommendations_own_timescale_is_the_first_recorded_one_for_all_its_actions():
    january = plan(of(NOV, recommendation_due=NOV))
    now = plan(
        of(NOV, recommendation_due=MARCH),
        of(NOV, recommendation_due=MARCH, reference="2", action="Train new officers"),
    )
    known = from_first_recorded(now, [(JANUARY, january.actions)])
    assert known.actions["recommendation_due"].tolist() == [pd.Timestamp(NOV)] * 2
    assert len(warnings(known)) == 1
    assert "recommendation 5 is measured from that one, the first recorded" in warnings(known)[0]


def test_a_catalogues_timescale_is_not_overruled_by_what_was_recorded():
    january, now = plan(of(NOV, recommendation_due=MARCH)), plan(of(NOV, recommendation_due=NOV))
    known = from_first_recorded(now, [(JANUARY, january.actions)], own_recommendations=True)
    assert known.actions["recommendation_due"].tolist() == [pd.Timestamp(NOV)]
    assert known.findings == ()


def test_what_the_user_said_of_a_doubtful_match_decides_whose_date_it_was():
    january = plan(of(NOV, reference=None, action="Sort the archive and index all of it"))
    now = plan(of(MARCH, reference=None, action="Sort the archive and write all of it down"))
    doubt = match_actions(january.actions, now.actions).doubtful
    versions = [(JANUARY, january.actions)]
    keys = (doubt["old_key"].iloc[0], doubt["new_key"].iloc[0])
    same = from_first_recorded(now, versions, [Decision(*keys, same=True)])
    apart = from_first_recorded(now, versions, [Decision(*keys, same=False)])
    assert same.actions["original_due"].tolist() == [pd.Timestamp(NOV)]
    assert apart.actions["original_due"].tolist() == [pd.Timestamp(MARCH)]


def test_each_version_is_measured_from_what_was_known_by_then():
    frames = [plan(of(None)), plan(of(NOV)), plan(of(MARCH))]
    versions = [
        (day, each.actions) for day, each in zip((JANUARY, APRIL, SEPTEMBER), frames, strict=True)
    ]
    originals = [frame["original_due"].iloc[0] for frame in follow(versions).actions]
    assert pd.isna(originals[0])
    assert originals[1:] == [pd.Timestamp(NOV)] * 2


def test_findings_of_the_reader_stay_and_the_worst_stand_first():
    now = plan(of(MARCH))
    (found,) = from_first_recorded(now, [(JANUARY, plan(of(NOV)).actions)]).findings
    note, error = replace(found, severity="note"), replace(found, severity="error")
    known = from_first_recorded(
        replace(now, findings=(error, note)), [(JANUARY, plan(of(NOV)).actions)]
    )
    assert [finding.severity for finding in known.findings] == ["error", "warning", "note"]
