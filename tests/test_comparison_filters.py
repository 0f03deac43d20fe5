"""What changed, of the actions that filters leave: counts, balance and lists still add up."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.comparing import (
    APRIL,
    DONE,
    GONE,
    JANUARY,
    JUNE,
    MARCH,
    NOV,
    OPEN,
    between,
    listed,
    plan,
    sample,
)
from tracker.timeline import BALANCE, filter_comparison

RECORDS, ICT = ("Head of Records",), ("Head of ICT",)


WORDINGS = {
    "1": "Sort the archive",
    "2": "Train new officers",
    "3": "Buy a scanner",
    "4": "Publish the policy",
    "5": "Report to the board",
}


def row(reference: str, owners: tuple[str, ...], state: dict, due: object = NOV) -> dict:
    return {
        "reference": reference,
        "action": WORDINGS.get(reference, ""),
        "owners": owners,
        "original_due": due,
        **state,
    }


# Records: 1 is completed and 3 removed. ICT: 2 slips, 4 is added. 5 passes from Records to ICT.
BEFORE = plan(
    row("1", RECORDS, dict(OPEN)),
    row("2", ICT, {**OPEN, "revised_due": MARCH}),
    row("3", RECORDS, dict(OPEN)),
    row("5", RECORDS, dict(OPEN)),
)
AFTER = plan(
    row("1", RECORDS, dict(DONE)),
    row("2", ICT, {**OPEN, "revised_due": JUNE}),
    row("4", ICT, dict(OPEN)),
    row("5", ICT, dict(OPEN)),
)


def test_without_a_filter_the_comparison_is_the_same():
    comparison = between(BEFORE, AFTER)
    assert filter_comparison(comparison, owners=(), overdue=False) is comparison


def test_an_action_counts_by_its_owner_now_and_one_that_is_gone_by_its_last_owner():
    whole = between(BEFORE, AFTER)
    records = filter_comparison(whole, owners=RECORDS)
    ict = filter_comparison(whole, owners=ICT)
    assert sorted(listed(records)) == [("1", "completed"), ("3", "removed")]
    assert sorted(listed(ict)) == [("2", "slipped"), ("4", "added"), ("5", "reassigned")]
    assert list(records.balance.values()) == [2, 0, 0, 1, 0, 1, 0]
    assert list(ict.balance.values()) == [2, 1, 0, 0, 0, 0, 3]
    assert records.lists.completed["reference"].tolist() == ["1"]
    assert ict.lists.extended["reference"].tolist() == ["2"]
    assert ict.lists.live["reference"].tolist() == ["2", "4", "5"]
    assert records.lists.live.empty


def test_what_was_to_finish_between_the_dates_is_counted_of_the_filter_alone():
    # 2 was to finish by 31 March, between 12 January and 30 April, and did not.
    whole = between(BEFORE, AFTER)
    assert (whole.due_between, whole.completed_of_due) == (1, 0)
    assert filter_comparison(whole, owners=RECORDS).cei is None
    assert filter_comparison(whole, owners=ICT).cei == 0.0


def test_a_doubtful_pair_is_shown_where_either_of_its_actions_is():
    before = plan(row("", RECORDS, {"action": "a" * 19}))
    after = plan(row("", ICT, {"action": "a" * 17 + "bb"}))
    whole = between(before, after)
    assert len(whole.doubtful) == 1
    assert len(filter_comparison(whole, owners=RECORDS).doubtful) == 1
    assert filter_comparison(whole, owners=["Nobody"]).doubtful.empty


def test_the_parts_of_the_sample_by_scope_add_up_to_the_whole():
    whole = sample(JANUARY, APRIL)
    parts = [filter_comparison(whole, scopes=[scope]) for scope in ("national", "force", None)]
    for name in BALANCE:
        assert sum(part.balance[name] for part in parts) == whole.balance[name]
    assert sum(len(part.changes) for part in parts) == len(whole.changes)


STATES = st.sampled_from([OPEN, DONE, GONE])
ROWS = st.lists(st.tuples(st.sampled_from(["A", "B"]), STATES), max_size=6)


@given(old=ROWS, new=ROWS)
@settings(max_examples=40)
def test_the_balance_of_every_part_adds_up(old, new):
    def rows(given_rows):
        return [
            row(str(number), (owner,), dict(state))
            for number, (owner, state) in enumerate(given_rows)
        ]

    whole = between(plan(*rows(old)), plan(*rows(new)))
    parts = [filter_comparison(whole, owners=[name]) for name in ("A", "B")]
    for part in (whole, *parts):
        opening, added, reopened, completed, withdrawn, removed, closing = part.balance.values()
        assert opening + added + reopened - completed - withdrawn - removed == closing
    assert sum(part.balance["closing"] for part in parts) == whole.balance["closing"]
