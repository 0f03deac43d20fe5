"""What changed between two plans, in words and as the values that programs read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sample_data import make
from tests.comparing import (
    APRIL,
    DONE,
    JANUARY,
    JUNE,
    MARCH,
    NOV,
    between,
    listed,
    one,
    plan,
    sample,
)
from tracker import read_plan
from tracker.output import as_text
from tracker.output.as_json_changes import comparison_values
from tracker.reading.plan import Plan
from tracker.statements.on_action import in_brief
from tracker.statements.on_changes import (
    balance_finding,
    cei_finding,
    changes_finding,
    completions_finding,
    doubtful_finding,
    missing_finding,
    originals_finding,
    owners_changed_finding,
    statuses_finding,
    what_changed,
    what_changed_of,
)
from tracker.timeline import (
    BALANCE,
    KINDS,
    Position,
    Timeline,
    compare,
    filter_comparison,
)


def test_the_sample_s_changes_in_words() -> None:
    comparison = sample(JANUARY, APRIL)

    # Of 91, 91, 92, 92, 93, 395, 580, 793 and 793 days the median is the fifth.
    assert changes_finding(comparison) == (
        "Since 12 January 2016: 7 completed, 9 slipped by a median of 93 days, 1 brought forward "
        "by 61 days, 1 reopened, 1 withdrawn, 1 added, 1 original date changed."
    )
    assert originals_finding(comparison) == (
        "The original timescale of action 4.2 was changed from 30 November 2015 to "
        "29 February 2016."
    )
    assert balance_finding(comparison) == (
        "24 actions open as at 12 January 2016, 1 added, 1 reopened, 7 completed and 1 withdrawn: "
        "18 open as at 30 April 2016."
    )
    assert cei_finding(comparison) == (
        "6 of 11 open actions (55%) to which the earlier plan gave a date after 12 January 2016 "
        "and by 30 April 2016 were completed by then."
    )
    assert missing_finding(comparison) == doubtful_finding(comparison) == ""


def test_nothing_changed_in_words() -> None:
    comparison = between(one(), one(), previous_as_at=APRIL)

    assert changes_finding(comparison) == (
        "Between two plans as at 30 April 2016: nothing changed."
    )
    assert balance_finding(comparison) == (
        "1 action open as at 30 April 2016: 1 open as at 30 April 2016."
    )
    assert originals_finding(comparison) == cei_finding(comparison) == ""


def test_of_an_owner_who_changed_it_is_said_who_it_was() -> None:
    before = one(owners=("Head of ICT", "Records"), status="in_progress")
    comparison = between(before, one(owners=("Head of HR",), status="withdrawn"))
    said = "Withdrawn; Owner changed (was: Head of ICT; Records)"
    assert what_changed(comparison, comparison.changes) == [said]
    (label,) = comparison.after.index
    assert what_changed_of(comparison, label) == f"Since 12 January 2016: {said}."

    named = between(one(), one(owners=("Head of HR",)))
    assert what_changed(named, named.changes) == ["Owner changed (was: none named)"]
    same = between(one(), one())
    assert what_changed_of(same, same.after.index[0]) == ""


def test_an_original_timescale_that_the_plan_changed_is_told_with_the_one_it_now_gives() -> None:
    days = (JANUARY, APRIL)
    over = Timeline.of([Position.of(read_plan(make.path(day)), day) for day in days])
    rows = {row.reference: row for row in over.measured().itertuples()}
    told = "timescale “By 30 November 2015”, as first recorded: the plan now gives 29 February 2016"
    assert told in " · ".join(in_brief(rows["4.2"]))
    assert "as first recorded" not in " · ".join(in_brief(rows["4.1"]))


def test_progress_alone_in_words() -> None:
    comparison = between(one(percent_complete=10.0), one(percent_complete=20.0))

    assert changes_finding(comparison) == (
        "Since 12 January 2016: 1 progressed, nothing else changed."
    )


def test_a_later_plan_as_at_an_earlier_day_in_words() -> None:
    comparison = compare(one(), one(), as_at=JANUARY, previous_as_at=APRIL)

    assert changes_finding(comparison).startswith(
        "Between the plans as at 30 April 2016 and 12 January 2016: "
    )


def test_slips_to_no_date_in_words() -> None:
    lost, later = {"revised_due_text": "TBC"}, {"revised_due": JUNE}
    old = plan(*({"reference": name, "original_due": NOV, "revised_due": MARCH} for name in "ab"))

    def slipped(*rows: Mapping[str, object]) -> str:
        new = (
            {"reference": n, "original_due": NOV, **row} for n, row in zip("ab", rows, strict=True)
        )
        return changes_finding(between(old, plan(*new)))

    assert slipped(lost, lost) == "Since 12 January 2016: 2 slipped to no date."
    assert slipped(later, lost) == (
        "Since 12 January 2016: 2 slipped by 91 days (1 of them to no date)."
    )


def test_other_owners_and_numbers_are_changes_too() -> None:
    rows = [{"reference": n, "action": f"Do {n} things", "owners": ("Records",)} for n in "ab"]
    moved = [{**row, "reference": f"X{row['reference']}"} for row in rows]
    other = [{**rows[0], "owners": ("Records", "ICT")}, rows[1]]
    since = "Since 12 January 2016: "
    assert changes_finding(between(plan(*rows), plan(*moved))) == f"{since}2 renumbered."
    assert changes_finding(between(plan(*rows), plan(*other))) == f"{since}1 owner changed."
    assert changes_finding(between(plan(*rows), plan(*rows))) == f"{since}nothing changed."


def test_original_timescales_that_are_not_dates_in_words() -> None:
    old, new = one(original_due_text="When funded"), one()

    assert originals_finding(between(old, new)) == (
        "The original timescale of action 1 was changed from “When funded” to none."
    )


def test_many_changed_original_timescales_are_counted() -> None:
    def four(due: date) -> Plan:
        return plan(*({"reference": name, "original_due": due} for name in "abcd"))

    assert originals_finding(between(four(NOV), four(MARCH))) == (
        "The original timescale of 4 actions was changed."
    )


def test_a_completion_that_is_dated_anew_is_named() -> None:
    def done(day: date | None) -> Plan:
        return one(status="complete", completed_on=day)

    comparison = between(done(date(2015, 12, 29)), done(NOV))
    assert comparison.changes["kind"].tolist() == ["progressed"]
    assert completions_finding(comparison) == (
        "The completion date of action 1 was changed from 29 December 2015 to 30 November 2015."
    )
    for old, new in ((done(None), done(NOV)), (done(NOV), done(NOV)), (one(), done(NOV))):
        assert completions_finding(between(old, new)) == ""


def test_what_is_missing_in_words() -> None:
    old = plan({"reference": "1"}, {"reference": "2"}, {"reference": "3", **DONE})

    assert missing_finding(between(old, plan())) == (
        "2 open actions of the earlier plan are not in this one (action 1 and action 2): that does "
        "not show that they were done. Ask what became of them. 1 action that was complete or "
        "withdrawn already is no longer listed (action 3)."
    )
    assert missing_finding(between(one(), plan())) == (
        "1 open action of the earlier plan is not in this one (action 1): that does not show that "
        "it was done. Ask what became of it."
    )


def test_doubtful_matches_in_words() -> None:
    other = {"action": "Train staff", "recommendation": "1"}
    old = plan({"reference": "1", "action": "Audit", "recommendation": "1"}, other)
    new = plan({"reference": "1", "action": "Buy a server", "recommendation": "1"},
               {**other, "recommendation": "2"})  # fmt: skip

    assert doubtful_finding(between(old, new)) == (
        "2 pairs of actions may be one action; until somebody says so, each is taken for two: "
        "nothing is carried from the earlier to the later one."
    )


def test_the_json_has_each_change_with_its_action_before_and_after() -> None:
    old, new = read_plan(make.path(JANUARY)), read_plan(make.path(APRIL))
    comparison = compare(old, new, as_at=APRIL, previous_as_at=JANUARY)
    values = comparison_values(old, new, comparison)
    first, added = values["changes"][:2]

    assert list(values) == ["changes", "counts", "balance", "cei", "doubtful"]
    assert list(first) == ["kind", "kinds", "reference", "before", "after"]
    assert (first["kind"], first["reference"]) == ("original_changed", "4.2")
    assert first["kinds"] == ["original_changed", "slipped"]
    assert first["before"]["original_due"] == "2015-11-30"
    assert first["after"]["original_due"] == "2016-02-29"
    assert first["after"]["revised_due"] == "2016-05-31"
    assert (added["kind"], added["before"]) == ("added", None)
    assert added["after"]["reference"] == "FS3.2"
    assert list(values["counts"]) == list(KINDS)
    assert list(values["balance"]) == list(BALANCE)
    assert values["cei"] == 0.5455


def test_the_json_has_each_pair_in_doubt_with_both_actions() -> None:
    old, new = one(action="Train staff"), one(action="Buy a server")
    (pair,) = comparison_values(old, new, between(old, new))["doubtful"]

    assert pair["doubt"] == "reference"
    assert (pair["before"]["action"], pair["after"]["action"]) == ("Train staff", "Buy a server")


def test_in_the_json_what_was_removed_has_nothing_after_and_no_forecast_is_null() -> None:
    values = comparison_values(one(), plan(), between(one(), plan()))

    assert values["changes"][0]["after"] is None
    assert values["changes"][0]["before"]["reference"] == "1"
    assert values["cei"] is None


def test_a_comparison_of_no_action_says_so_and_not_that_nothing_changed():
    none = filter_comparison(between(plan({"reference": "1"}), plan({"reference": "1"})), text="z")
    assert changes_finding(none) == (
        "No actions to compare: the plans have none, or the filters leave none."
    )
    assert balance_finding(none) == ""


def test_a_changed_owner_is_told_with_the_former_one():
    before = plan(
        {"reference": "9.3", "action": "Review it", "owners": ("Head of ICT",)},
        {"reference": "9.4", "action": "Train them", "owners": ()},
    )
    after = plan(
        {"reference": "9.3", "action": "Review it", "owners": ("Head of HR", "Head of ICT")},
        {"reference": "9.4", "action": "Train them", "owners": ("Head of HR",)},
    )
    assert owners_changed_finding(between(before, after)) == (
        "Action 9.3 passed from Head of ICT to Head of HR and Head of ICT. Action 9.4 passed from "
        "nobody to Head of HR."
    )
    assert owners_changed_finding(between(before, before)) == ""


def test_of_many_changed_owners_the_number_is_told():
    rows = [{"reference": str(n), "action": f"Do {n}", "owners": ("A",)} for n in range(4)]
    others = [row | {"owners": ("B",)} for row in rows]
    assert owners_changed_finding(between(plan(*rows), plan(*others))) == (
        "The owners of 4 actions were changed."
    )


def test_a_status_in_other_words_of_one_group_is_told_with_both():
    on, off = ({"reference": "3.1", "status_text": words} for words in ("On track", "Off  track"))
    found = between(plan(on), plan(off))
    assert listed(found) == [("3.1", "progressed")]
    assert what_changed(found, found.changes) == ["Progressed (“On track”, now “Off track”)"]
    assert statuses_finding(found) == "The status of action 3.1 was “On track” and is “Off track”."
    assert changes_finding(found) == "Since 12 January 2016: 1 progressed, nothing else changed."
    # Not where it is spaced or capitalised otherwise, nor where a word is not given.
    same = between(plan(on), plan(on | {"status_text": "ON  TRACK"}))
    none = between(plan(on), plan(on | {"status_text": None}))
    assert (same.counts["unchanged"], none.counts["unchanged"]) == (1, 1)
    # What is done does not progress where it is called closed.
    done, closed = ({**on, **DONE, "status_text": words} for words in ("Complete", "Closed"))
    assert between(plan(done), plan(closed)).counts["unchanged"] == 1


def test_many_statuses_in_other_words_are_counted():
    on, off = (
        [{"reference": str(place), "status_text": words} for place in range(4)]
        for words in ("On track", "Off track")
    )
    assert statuses_finding(between(plan(*on), plan(*off))) == (
        "The status of 4 open actions is given in other words."
    )


def test_a_reference_that_two_inspections_have_is_told_with_its_own():
    custody, peel = (
        {"reference": "2.1", "recommendation": "2", "source": source, "action": action}
        for source, action in (("Custody", "Audit custody records"), ("PEEL", "Teach searching"))
    )
    before = plan(custody | {"original_due": NOV}, peel | {"original_due": NOV})
    after = plan(custody | {"original_due": NOV}, peel | {"original_due": MARCH})
    found = between(before, after)
    assert originals_finding(found) == (
        "The original timescale of action 2.1 (PEEL) was changed from 30 November 2015 to "
        "31 March 2016."
    )
    assert "2.1 (PEEL)" in as_text.changes(found)
    assert found.changes["reference"].tolist() == ["2.1", "2.1"]
