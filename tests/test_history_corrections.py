"""Correcting a record: what it would change is said first, and it can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from tests.comparing import APRIL, DONE, GONE, JANUARY, JUNE, MARCH, NOV, SEPTEMBER, plan
from tracker import Plan
from tracker.report.own_words import ReportWords
from tracker.statements.on_changes import effect_words
from tracker.store import History, HistoryError
from tracker.timeline import Decision, Effect

pytest_plugins = ["tests.databases"]

NAME = "Force plan"
FIRST = {"reference": "1", "action": "Review the policy", "recommendation": "5"}
SECOND = {"reference": "2", "action": "Train every new officer", "recommendation": "5"}


def record(history: History, as_at: date, kept: Plan, name: str = NAME) -> int:
    data = f"{kept.actions.to_json()}".encode()
    return history.record(kept, name=name, as_at=as_at, data=data, who="Manager").id


def due(first: date, second: date = NOV) -> Plan:
    return plan({**FIRST, "original_due": first}, {**SECOND, "original_due": second})


def first_original(history: History) -> pd.Timestamp:
    """What is original of the first action in the plan's last position."""
    due: pd.Timestamp = history.timeline(NAME).baseline.actions["original_due"].iloc[0]
    return due


def overdue(history: History) -> int:
    value: int = history.portfolio()["overdue"].iloc[0]
    return value


def test_what_superseding_would_change_is_said_and_nothing_is_changed(history: History) -> None:
    # As at 30 April: both overdue. Were the better January, due in June, the only one, one is.
    wrong, better = record(history, JANUARY, due(NOV)), record(history, JANUARY, due(JUNE))
    record(history, APRIL, due(NOV))
    effect = history.effect(wrong, by=better)
    assert effect.as_at == APRIL
    assert (effect.before["overdue"], effect.after["overdue"]) == (2, 1)
    # 152 days both; then only the second's, for the first is not late yet.
    medians = effect.before["median_slippage_days"], effect.after["median_slippage_days"]
    assert medians == (152.0, 152.0)
    named = effect.originals.set_index("what")[["name", "before", "after"]]
    assert named.loc["action"].tolist() == ["1", pd.Timestamp(NOV), pd.Timestamp(JUNE)]
    assert named.loc["recommendation"].tolist() == ["5", pd.Timestamp(NOV), pd.Timestamp(JUNE)]
    assert overdue(history) == 2


def test_what_takes_the_place_of_a_position_is_shown_with_its_own_figures(history: History) -> None:
    # Of two in April none is complete; in the copy that corrects it the first is, and the second
    # is withdrawn. Both are overdue before, none after.
    before = due(NOV)
    after = plan({**FIRST, **DONE, "original_due": NOV}, {**SECOND, **GONE, "original_due": NOV})
    wrong, right = record(history, APRIL, before), record(history, APRIL, after)
    effect = history.effect(wrong, by=right)
    assert effect is not None
    assert effect_words(effect) == (
        "as at 30 April 2016: complete 0 → 1; withdrawn 0 → 1; overdue 2 → 0; median slippage "
        "152 days → not known; no original timescale changes."
    )


def test_what_was_said_comes_true_and_is_undone(history: History) -> None:
    wrong, better = record(history, JANUARY, due(NOV)), record(history, JANUARY, due(JUNE))
    record(history, APRIL, due(NOV))
    effect = history.effect(wrong, by=better)
    history.supersede(wrong, by=better, reason="A draft", who="Manager")
    assert overdue(history) == effect.after["overdue"]
    restored = history.undo(wrong, who="Manager")
    assert restored.superseded is None
    assert overdue(history) == effect.before["overdue"]
    with pytest.raises(HistoryError, match="is not superseded"):
        history.undo(wrong, who="Manager")


def test_a_position_of_another_date_cannot_take_the_place_of_one(history: History) -> None:
    january, april = record(history, JANUARY, due(NOV)), record(history, APRIL, due(MARCH))
    for change in (history.effect, history.supersede):
        more = {} if change == history.effect else {"reason": "Later", "who": "Manager"}
        with pytest.raises(HistoryError, match="another of the same date"):
            change(january, by=april, **more)
    with pytest.raises(HistoryError, match="another of the same date"):
        history.record(
            due(JUNE), name=NAME, as_at=APRIL, data=b"x", who="", corrects=january, reason="Later"
        )
    assert [each.superseded for each in history.recorded(NAME)] == [None, None]


def test_a_wrongly_dated_position_is_put_right(history: History) -> None:
    record(history, JANUARY, due(NOV))
    wrong = record(history, date(2015, 4, 30), due(MARCH))  # typed 2015 for 2016
    assert history.timeline(NAME).baseline.actions["original_due"].tolist()[0] == pd.Timestamp(
        MARCH
    )
    assert history.redate(wrong, APRIL, who="Manager").as_at == APRIL
    over = history.timeline(NAME)
    assert [each.as_at for each in over.positions] == [JANUARY, APRIL]
    assert first_original(history) == pd.Timestamp(NOV)
    assert overdue(history) == 2


def test_a_position_in_a_correction_keeps_its_date_until_that_is_undone(history: History) -> None:
    wrong, better = record(history, JANUARY, due(NOV)), record(history, JANUARY, due(JUNE))
    history.supersede(wrong, by=better, reason="A draft", who="Manager")
    for each in (wrong, better):
        with pytest.raises(HistoryError, match="undo that first"):
            history.redate(each, APRIL, who="Manager")


def test_a_plan_is_renamed_with_its_report_s_words(history: History) -> None:
    record(history, JANUARY, due(NOV))
    history.remember_report_words(NAME, ReportWords(meeting="Scrutiny"), who="Manager")
    before = history.timeline(NAME).baseline.actions
    history.rename(" force  PLAN", "Records plan", who="Manager")
    assert history.plans() == ["Records plan"]
    words = history.report_words("Records plan")
    assert words is not None
    assert words.meeting == "Scrutiny"
    pd.testing.assert_frame_equal(history.timeline("Records plan").baseline.actions, before)
    history.rename("Records plan", "RECORDS plan", who="Manager")
    assert history.plans() == ["RECORDS plan"]


def test_a_name_that_another_plan_has_is_not_given(history: History) -> None:
    record(history, JANUARY, due(NOV))
    record(history, JANUARY, due(NOV), name="Other")
    with pytest.raises(HistoryError, match="merge the two"):
        history.rename(NAME, "other", who="Manager")
    with pytest.raises(HistoryError, match="No plan “Nobody's” is recorded"):
        history.rename("Nobody's", "x", who="Manager")


def test_two_plans_that_are_one_are_merged(history: History) -> None:
    record(history, JANUARY, due(NOV))
    record(history, APRIL, due(MARCH), name="Force plan v9")
    record(history, JANUARY, due(NOV), name="Force plan v9")  # the same file under both names
    history.remember_match("Force plan v9", Decision("0" * 32, "1" * 32, True), who="Manager")
    history.merge("Force plan v9", into=NAME, who="Manager")
    assert history.plans() == [NAME]
    over = history.timeline(NAME)
    assert [each.as_at for each in over.positions] == [JANUARY, JANUARY, APRIL]
    assert first_original(history) == pd.Timestamp(NOV)
    assert overdue(history) == 2
    assert len(history.decisions(NAME)) == 1
    with pytest.raises(HistoryError, match="with itself"):
        history.merge(NAME, into=NAME, who="Manager")


def test_every_change_is_seen_by_who_keeps_a_view(history: History) -> None:
    wrong, better = record(history, JANUARY, due(NOV)), record(history, JANUARY, due(JUNE))
    seen = {history.revision(NAME)}
    changes = (
        lambda: history.supersede(wrong, by=better, reason="A draft", who=""),
        lambda: history.undo(wrong, who=""),
        lambda: history.redate(wrong, SEPTEMBER, who=""),
        lambda: history.remember_match(NAME, Decision("0" * 32, "1" * 32, True), who=""),
        lambda: history.rename(NAME, "FORCE PLAN", who=""),
        lambda: history.delete(better, who=""),
    )
    for change in changes:
        change()
        seen.add(history.revision(NAME))
    assert len(seen) == 1 + len(changes)


def said(effect: Effect | None) -> tuple[tuple[object, object], dict[str, tuple[date, date]]]:
    """Overdue before and after, and of each action whose original changes the two dates."""
    assert effect is not None
    rows = effect.originals[effect.originals["what"].eq("action")].to_dict("records")
    moved = {row["name"]: (row["before"].date(), row["after"].date()) for row in rows}
    return (effect.before["overdue"], effect.after["overdue"]), moved


def test_what_deleting_would_change_is_said_and_comes_true(history: History) -> None:
    # As at 30 April both are overdue; without January the first is due in June.
    first = record(history, JANUARY, due(NOV))
    record(history, APRIL, due(JUNE))
    changed = said(history.effect_of_deleting(first))
    assert changed == ((2, 1), {"1": (NOV, JUNE)})
    assert overdue(history) == 2
    history.delete(first, who="Manager")
    assert overdue(history) == 1


def test_what_a_deleted_position_superseded_counts_again_in_what_is_said(history: History) -> None:
    draft, better = record(history, JANUARY, due(NOV)), record(history, JANUARY, due(JUNE))
    record(history, APRIL, due(JUNE))
    history.supersede(draft, by=better, reason="A draft", who="Manager")
    assert said(history.effect_of_deleting(better)) == ((1, 2), {"1": (JUNE, NOV)})
    assert said(history.effect_of_undoing(draft)) == ((1, 2), {"1": (JUNE, NOV)})
    history.delete(better, who="Manager")
    assert overdue(history) == 2


def test_deleting_the_only_position_changes_no_other(history: History) -> None:
    assert history.effect_of_deleting(record(history, JANUARY, due(NOV))) is None


def test_what_another_date_would_change_is_said_and_comes_true(history: History) -> None:
    # January, dated after September, is measured from June, which April gave first.
    january = record(history, JANUARY, due(NOV))
    record(history, APRIL, due(JUNE))
    effect = history.effect_of_redating(january, SEPTEMBER)
    assert effect is not None
    assert (effect.as_at, effect.same_day) == (SEPTEMBER, ())
    assert said(effect)[1] == {"1": (NOV, JUNE)}
    history.redate(january, SEPTEMBER, who="Manager")
    assert first_original(history) == pd.Timestamp(JUNE)


def test_a_date_that_another_position_has_is_said(history: History) -> None:
    january, _ = record(history, JANUARY, due(NOV)), record(history, APRIL, due(NOV))
    effect = history.effect_of_redating(january, APRIL)
    assert effect is not None
    assert effect.same_day == (APRIL,)
    assert "Another position is as at 30 April 2016" in effect_words(effect)
    assert "Another position" not in effect_words(history.effect_of_redating(january, MARCH))


def test_what_merging_would_change_is_said_and_comes_true(history: History) -> None:
    record(history, JANUARY, due(NOV))
    record(history, APRIL, due(JUNE), name="Other")
    effect = history.effect_of_merging("Other", into=NAME)
    assert said(effect) == ((1, 2), {"1": (NOV, JUNE)[::-1]})
    assert effect.in_common == 2
    history.merge("Other", into=NAME, who="Manager")
    assert overdue(history) == 2


def test_that_two_plans_have_nothing_in_common_is_said_before_they_are_merged(
    history: History,
) -> None:
    record(history, JANUARY, due(NOV))
    record(history, APRIL, plan({"reference": "9", "action": "Buy a van"}), name="Vehicles")
    effect = history.effect_of_merging("Vehicles", into=NAME)
    assert effect is not None
    assert effect_words(effect).endswith("No action stands in both plans: they may not be one.")


def test_what_would_be_refused_is_refused_before_it_is_shown(history: History) -> None:
    draft, better = record(history, JANUARY, due(NOV)), record(history, JANUARY, due(JUNE))
    with pytest.raises(HistoryError, match="is not superseded"):
        history.effect_of_undoing(draft)
    with pytest.raises(HistoryError, match="with itself"):
        history.effect_of_merging(NAME, into=NAME)
    with pytest.raises(HistoryError, match="No plan “Nope” is recorded"):
        history.effect_of_merging("Nope", into=NAME)
    history.supersede(draft, by=better, reason="A draft", who="Manager")
    for each in (draft, better):
        with pytest.raises(HistoryError, match="undo that first"):
            history.effect_of_redating(each, APRIL)


def test_a_row_that_could_be_published_after_a_correction_is_said(history: History) -> None:
    marked = plan({**FIRST, "restricted": True}, {**SECOND, "restricted": False})
    plain = plan({**FIRST, "restricted": False}, {**SECOND, "restricted": False})
    record(history, JANUARY, plain)
    april = record(history, APRIL, marked)
    effect = history.effect_of_deleting(april)
    assert effect is not None
    assert effect.released == 1
    assert "1 action that may not be published now may be then" in effect_words(effect)
    history.delete(april, who="Manager")
    assert history.portfolio(public=True)["restricted"].tolist() == [0]


def test_a_row_that_only_an_earlier_position_has_may_be_published_then_too(
    history: History,
) -> None:
    plain, gone = replace(due(NOV), as_at=JANUARY), plan({**FIRST, "original_due": NOV})
    marked = plan({**FIRST, "restricted": False}, {**SECOND, "restricted": True})
    record(history, JANUARY, plain)
    april, _ = record(history, APRIL, marked), record(history, JUNE, gone)
    for effect in (
        history.effect_of_deleting(april),
        history.effect_of_redating(april, date(2016, 1, 1)),
    ):
        assert effect is not None
        assert effect.released == 1


def test_a_superseded_position_still_restricts(history: History) -> None:
    plain = plan({**FIRST, "restricted": False}, {**SECOND, "restricted": False})
    record(history, JANUARY, plain)
    marked = plan({**FIRST, "restricted": True}, {**SECOND, "restricted": False})
    april, better = record(history, APRIL, marked), record(history, APRIL, plain)
    effect = history.effect(april, by=better)
    assert effect is not None
    assert effect.released == 0


def test_what_recording_a_correction_changed_is_the_effect_of_superseding(history: History) -> None:
    wrong = record(history, JANUARY, due(NOV))
    record(history, APRIL, due(NOV))
    history.record(
        due(JUNE), name=NAME, as_at=JANUARY, data=b"x", who="", corrects=wrong, reason="Typed over"
    )
    effect = history.effect_of_correcting(wrong)
    assert effect is not None
    (row,) = effect.originals[effect.originals["what"].eq("action")].to_dict("records")
    assert (row["name"], row["before"], row["after"]) == (
        "1",
        pd.Timestamp(NOV),
        pd.Timestamp(JUNE),
    )


def test_figures_stored_before_leave_out_what_a_restricted_row_took_in(history: History) -> None:
    watch = {"reference": "1", "action": "Watch Nightjar", "restricted": True}
    audit = {"reference": "2", "action": "Audit the archive", "restricted": False}
    other = {"reference": "3", "action": "Teach searching", "restricted": False}
    record(history, JANUARY, plan(watch, audit, other))
    assert history.portfolio(JANUARY, public=True)["restricted"].tolist() == [1]
    both = watch | {"action": "Watch Nightjar and audit the archive"}
    record(history, APRIL, plan(both, other))
    assert history.portfolio(JANUARY, public=True)["restricted"].tolist() == [2]
