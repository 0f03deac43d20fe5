"""The figures of every plan, worked out by the database: the same as when each is opened."""

from __future__ import annotations

import dataclasses
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import event, update

from tests.comparing import APRIL, JANUARY, JUNE, MARCH, NOV, SEPTEMBER, one, plan
from tracker import Plan, summarise
from tracker.store import History, copy_history
from tracker.store import figures as stored
from tracker.timeline import Decision
from tracker.timeline.matching import match_actions
from tracker.vocabulary import FIGURES, STATUS_GROUPS

pytest_plugins = ["tests.databases"]

POSITIONS = (JANUARY, APRIL, SEPTEMBER)
FAR = (date(1, 1, 1), date(9999, 12, 31))


def record(history: History, name: str, as_at: date, kept: Plan) -> int:
    data = f"{name} {as_at} {kept.actions.to_json()}".encode()
    return history.record(kept, name=name, as_at=as_at, data=data, who="Manager").id


def made(chance: random.Random) -> Plan:
    """A plan of odd actions: dates unknown, mistyped or after the position, any status."""
    days = [*POSITIONS, NOV, MARCH, JUNE, *(NOV + timedelta(chance.randrange(400)) for _ in "abcd")]
    statuses = chance.sample(STATUS_GROUPS, chance.randrange(1, len(STATUS_GROUPS) + 1))

    def day() -> date | None:
        kind = chance.random()
        return None if kind < 0.3 else chance.choice(FAR if kind < 0.32 else days)

    rows = [
        {
            "reference": str(number) if chance.random() < 0.8 else None,
            "action": chance.choice(["Sort the archive", "Train officers", f"Write rule {number}"]),
            "recommendation": "1",
            "original_due": day(),
            "revised_due": day(),
            "revised_due_text": chance.choice([None, "TBC"]),
            "completed_on": day(),
            "status": chance.choice(statuses),
            "restricted": chance.random() < 0.2,
        }
        for number in range(chance.randrange(14))
    ]
    return plan(*rows)


def opened(history: History, name: str, as_at: date | None, *, public: bool) -> dict[str, Any]:
    """The figures of a plan's latest position as a page shows them, from the core alone."""
    over = history.timeline(name)
    position = over.at(as_at) if as_at else over.in_use
    assert position is not None
    over = over.using(position)
    measured = (over.redacted() if public else over).measured()
    return dict(summarise(measured, confirmed=position.tells_confirmed).totals)


def as_opened(history: History, as_at: date | None, *, public: bool) -> dict[str, dict[str, Any]]:
    """The figures of each plan's latest position, from the core alone."""
    names = [
        name
        for name in history.plans()
        if any(as_at is None or each.as_at <= as_at for each in history.recorded(name))
    ]
    return {name: opened(history, name, as_at, public=public) for name in names}


def totals(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """A portfolio as plain values: unknown is None."""
    return {
        row["plan"]: {
            name: None if pd.isna(row[name]) else row[name]
            for name in (*FIGURES, "overdue_unknown")
        }
        for row in frame.to_dict("records")
    }


def figures(history: History, as_at: date | None = None, *, public: bool = False) -> Any:
    found = totals(history.portfolio(as_at, public=public))
    for row in found.values():
        row["next_due"] = row["next_due"] and row["next_due"].date()
    return found


def test_every_figure_is_that_of_the_core_whatever_the_plans(history: History) -> None:
    chance = random.Random(2015)
    for number in range(8):
        for as_at in chance.sample(POSITIONS, chance.randrange(1, 4)):
            record(history, f"Plan {number}", as_at, made(chance))
    for as_at, public in ((None, False), (None, True), (JUNE, False)):
        found = figures(history, as_at, public=public)
        assert found == as_opened(history, as_at, public=public)
    assert len({row["median_slippage_days"] for row in found.values()}) > 3


def test_nothing_recorded_is_an_empty_portfolio_with_every_column(history: History) -> None:
    found = history.portfolio()
    assert found.empty
    assert [*found] == ["plan", "recorded_id", "as_at", "restricted", *FIGURES, "overdue_unknown"]
    record(history, "Plan", APRIL, one())
    assert history.portfolio(JANUARY).empty


def test_a_plan_of_restricted_actions_alone_keeps_its_row_in_public(history: History) -> None:
    record(history, "b", APRIL, one(restricted=True))
    record(history, "A", APRIL, one())
    whole, public = history.portfolio(), history.portfolio(public=True)
    assert whole["plan"].tolist() == public["plan"].tolist() == ["A", "b"]
    assert (whole["restricted"].tolist(), whole["actions"].tolist()) == ([0, 1], [1, 1])
    assert (public["restricted"].tolist(), public["actions"].tolist()) == ([0, 1], [1, 0])
    assert pd.isna(public["completion_rate"].iloc[1])


def test_figures_count_from_the_first_recorded_timescale_whatever_was_recorded_when(
    history: History,
) -> None:
    record(history, "Plan", APRIL, one(original_due=MARCH))
    assert most_slipped(history) == 30
    january = record(history, "Plan", JANUARY, one(original_due=NOV))  # found later
    assert most_slipped(history) == 152
    better = record(history, "Plan", JANUARY, one(original_due=JUNE))
    history.supersede(january, by=better, reason="A draft", who="Manager")
    assert pd.isna(most_slipped(history))  # agreed for March, due on 30 June: not late yet
    history.delete(better, who="Manager")
    assert most_slipped(history) == 152  # what it superseded counts again
    history.delete(january, who="Manager")
    assert most_slipped(history) == 30


def most_slipped(history: History) -> int:
    value: int = history.portfolio()["max_slippage_days"].iloc[0]
    return value


def test_what_is_decided_of_a_doubtful_match_counts_at_once(history: History) -> None:
    old = one(reference=None, action="a" * 19, original_due=NOV)
    new = one(reference=None, action="a" * 17 + "bb", original_due=MARCH)
    record(history, "Plan", JANUARY, old)
    record(history, "Plan", APRIL, new)
    doubt = match_actions(old.actions, new.actions).doubtful.iloc[0]
    for same, slipped in ((True, 152), (False, 30)):
        decision = Decision(doubt["old_key"], doubt["new_key"], same=same)
        history.remember_match("Plan", decision, who="Manager")
        assert most_slipped(history) == slipped


def test_the_figures_are_stored_and_nothing_is_worked_out_when_they_are_asked_for(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        record(history, name, APRIL, one(original_due=NOV))
    first = history.portfolio()
    monkeypatch.setattr(stored, "figures_of", None)
    said: list[str] = []
    event.listen(history.engine, "before_cursor_execute", lambda *of: said.append(of[2]))
    assert history.portfolio().equals(first)
    asked = [each for each in said if each.startswith(("SELECT", "WITH"))]
    assert len(asked) == 1
    assert "actions" not in asked[0]


def test_a_row_restricted_since_leaves_the_stored_public_figures_of_earlier_positions(
    history: History,
) -> None:
    first = {"reference": "1", "action": "Review the policy"}
    second = {"reference": "2", "action": "Train every new officer"}
    both, marked = plan(first, second), plan(first, {**second, "restricted": True})
    record(history, "Plan", JANUARY, both)
    assert figures(history, JANUARY, public=True)["Plan"]["actions"] == 2
    record(history, "Plan", APRIL, marked)
    assert figures(history, JANUARY, public=True)["Plan"]["actions"] == 1
    assert figures(history, JANUARY)["Plan"]["actions"] == 2
    assert history.portfolio(JANUARY, public=True)["restricted"].tolist() == [1]


def test_recording_a_later_position_reads_no_action_of_the_earlier_ones(
    history: History,
) -> None:
    rows: list[dict[str, Any]] = [
        {"reference": "1", "action": "Review the policy", "original_due": NOV},
        {"reference": "2", "action": "Train every new officer", "restricted": True},
    ]
    moved = plan(
        {**rows[0], "original_due": MARCH}, rows[1], {"reference": "3", "action": "Sell the vans"}
    )
    # The reference 3 is used again: whether for the same action is in doubt, and no matter here.
    record(history, "Plan", JANUARY, plan(*rows, {"reference": "3", "action": "Sort archives"}))
    said: list[str] = []
    event.listen(history.engine, "before_cursor_execute", lambda *of: said.append(of[2]))
    record(history, "Plan", APRIL, moved)
    record(history, "Plan", SEPTEMBER, moved)
    assert not [each for each in said if "FROM actions" in each]
    # 30 November, as first recorded, to 30 September: 305 days; the row marked stays out.
    assert most_slipped(history) == (SEPTEMBER - NOV).days
    assert figures(history, public=True)["Plan"]["actions"] == 2
    record(history, "Plan", MARCH, moved)  # between two others: all are read
    assert [each for each in said if "FROM actions" in each]


def test_what_may_be_a_restricted_action_is_withheld_from_a_later_position_too(
    history: History,
) -> None:
    policy = {"reference": "1", "action": "Review the policy"}
    officers = {"reference": "1", "action": "Train every new officer", "restricted": True}
    record(history, "Plan", JANUARY, plan(policy))
    record(history, "Plan", APRIL, plan(officers))  # the reference again: perhaps the policy
    record(history, "Plan", SEPTEMBER, plan(officers, {**policy, "reference": "2"}))
    assert history.portfolio(public=True)[["actions", "restricted"]].to_numpy().tolist() == [[0, 2]]


def test_what_a_corrected_position_puts_in_doubt_is_withheld_too(history: History) -> None:
    policy = {"reference": "1", "action": "Review the policy"}
    officers = {"reference": "1", "action": "Train every new officer"}
    record(history, "Plan", JANUARY, plan(policy))
    draft = record(history, "Plan", APRIL, plan(officers))  # the reference again
    better = record(history, "Plan", APRIL, plan(policy))
    history.supersede(draft, by=better, reason="A draft", who="Manager")
    marked = {**officers, "reference": "2", "restricted": True}
    record(history, "Plan", SEPTEMBER, plan(policy, marked))
    assert history.portfolio(public=True)[["actions", "restricted"]].to_numpy().tolist() == [[0, 2]]


def test_an_action_is_followed_by_what_it_was_told_by_last(history: History) -> None:
    for as_at, reference, action, due in (
        (JANUARY, "1", "Review the whole policy", NOV),
        (MARCH, "2", "Review the whole policy", MARCH),
        (APRIL, "2", "Review the policy on disposal", APRIL),
    ):
        row = {"reference": reference, "action": action, "original_due": due}
        record(history, "Plan", as_at, one(**row))
    # From 30 November, its first timescale, to 30 April, the date that is now agreed.
    assert most_slipped(history) == (APRIL - NOV).days


def test_none_confirmed_stays_none_where_the_plan_tells_them_apart(history: History) -> None:
    told = dataclasses.replace(one(), part_of_confirmed=True)
    record(history, "Plan", APRIL, told)
    assert history.portfolio()["confirmed"].tolist() == [0]
    assert history.timeline("Plan").in_use.tells_confirmed


def test_figures_of_older_definitions_are_worked_out_again_on_opening(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(history, "Plan", APRIL, one(original_due=NOV))
    with history.engine.begin() as connection:
        connection.execute(update(stored.figures).values(body="{}"))
    monkeypatch.setattr(stored, "DEFINITIONS", stored.DEFINITIONS + 1)
    stored.bring_up_to_date(history.engine)
    assert most_slipped(history) == 152


def test_a_copied_history_has_the_same_portfolio(history: History, tmp_path: Path) -> None:
    record(history, "Plan", JANUARY, one(original_due=NOV))
    record(history, "Plan", APRIL, one(original_due=MARCH))
    before = history.portfolio()
    with History(f"sqlite:///{tmp_path / 'copy.sqlite3'}") as copy:
        copy_history(history, copy)
        assert copy.portfolio().equals(before)
