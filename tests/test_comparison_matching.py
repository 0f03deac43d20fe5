"""Which action of one plan is which of another: by reference, by wording, by what a user said."""

from __future__ import annotations

import random
from datetime import date

import pytest

from sample_data import make
from tests.comparing import (
    APRIL,
    JANUARY,
    JUNE,
    NOV,
    between,
    doubts_of,
    listed,
    one,
    pairs_of,
    plan,
    sample,
    worded,
)
from tracker import read_plan
from tracker.comparison import Comparison, Decision, matching, texts
from tracker.reading.plan import Plan


def test_references_are_matched_however_they_are_spaced_and_capitalised() -> None:
    old = plan({"reference": "FS 1.1"}, {"reference": "2A"})
    new = plan({"reference": " 2a"}, {"reference": "fs1.1"})

    assert pairs_of(between(old, new)) == {(0, 1), (1, 0)}


def test_a_reference_given_twice_is_matched_by_wording() -> None:
    old = plan({"reference": "1", "action": "Train staff"}, {"reference": "1", "action": "Audit"})
    new = plan({"reference": "1", "action": "Audit"}, {"reference": "1", "action": "Train staff"})
    comparison = between(old, new)

    assert pairs_of(comparison) == {(0, 1), (1, 0)}
    assert set(comparison.changes["how"]) == {"wording"}


def test_actions_without_reference_and_wording_are_never_matched() -> None:
    assert pairs_of(between(worded(None), worded(None))) == set()


def test_a_recommendation_s_wording_stands_for_an_action_s_that_is_not_given() -> None:
    both = plan({"recommendation_text": "Link records"}, {"recommendation_text": "Train staff"})
    turned = plan({"recommendation_text": "Train staff"}, {"recommendation_text": "Link records"})

    assert pairs_of(between(both, turned)) == {(0, 1), (1, 0)}


# One word of 40, 20 or 10 letters, the last of them others: the similarity is the share of
# letters in common, twice over both lengths.
@pytest.mark.parametrize(
    ("letters", "other", "matched", "doubtful"),
    [
        (40, 1, True, False),  # 97.5
        (20, 1, True, True),  # 95
        (10, 1, True, True),  # 90
        (19, 2, False, True),  # 89.5
        (20, 3, False, True),  # 85
        (25, 4, False, False),  # 84
    ],
)
def test_wordings_match_from_90_and_are_doubtful_from_85_to_95(
    letters: int, other: int, matched: bool, doubtful: bool
) -> None:
    comparison = between(worded("a" * letters), worded("a" * (letters - other) + "b" * other))

    assert pairs_of(comparison) == ({(0, 0)} if matched else set())
    assert doubts_of(comparison) == ([(0, 0, "wording", matched)] if doubtful else [])


def test_the_best_match_is_made_first() -> None:
    old = worded("Audit every sample of custody records", "Audit a sample of custody record")
    new = worded(
        "Audit a sample of custody records"
    )  # one letter of the second, a word of the first

    assert pairs_of(between(old, new)) == {(1, 0)}


def test_of_two_wordings_that_hold_all_the_words_the_nearer_in_length_is_matched() -> None:
    old = worded("Review the disposal policy")
    new = worded(
        "Review the disposal policy and publish it to all staff and partners by March",
        "Review the disposal policy again",
    )
    comparison = between(old, new)

    assert pairs_of(comparison) == {(0, 1)}
    assert doubts_of(comparison) == []


def test_a_wording_that_says_much_more_is_doubtful() -> None:
    old, new = worded("Review policy"), worded("Review policy, train staff and audit the outcome")

    assert doubts_of(between(old, new)) == [(0, 0, "wording", True)]


def test_wordings_that_differ_in_a_number_are_doubtful() -> None:
    words = "Audit a quarterly sample of the records that are held at station"
    comparison = between(worded(f"{words} 1"), worded(f"{words} 2"))

    assert doubts_of(comparison) == [(0, 0, "wording", True)]


def test_identical_actions_are_matched_in_order_and_what_is_left_is_removed() -> None:
    comparison = between(worded("Audit", "Audit", "Audit"), worded("Audit", "Audit"))

    assert pairs_of(comparison) == {(0, 0), (1, 1)}
    assert comparison.counts["removed"] == 1


def test_of_identical_wordings_those_of_one_owner_and_date_are_matched() -> None:
    def audit(owner: str, due: date) -> dict[str, object]:
        return {"action": "Audit", "owner": owner, "original_due": due}

    old = plan(audit("Head of ICT", NOV), audit("Head of ICT", JUNE), audit("Head of Records", NOV))
    new = plan(audit("Head of Records", NOV), audit("Head of ICT", JUNE), audit("head of ICT", NOV))

    assert pairs_of(between(old, new)) == {(0, 2), (1, 1), (2, 0)}


def test_the_same_wording_under_another_recommendation_is_proposed_and_not_matched() -> None:
    old, new = worded("Train staff"), worded("Train staff", recommendation="2")
    comparison = between(old, new)

    assert comparison.counts["added"] == comparison.counts["removed"] == 1
    assert doubts_of(comparison) == [(0, 0, "recommendation", False)]


@pytest.mark.parametrize("name", ["Recommendation 1 – Lead", "R1", " 1. ", None])
def test_a_recommendation_is_the_same_however_it_is_written_or_not_given(name: str | None) -> None:
    assert pairs_of(between(worded("Audit"), worded("Audit", recommendation=name))) == {(0, 0)}


def test_an_action_without_recommendation_fits_any() -> None:
    old = plan({"action": "Audit", "recommendation": "1"}, {"action": "Train all staff"})
    new = plan({"action": "Train all staff", "recommendation": "2"}, {"action": "Audit"})

    assert pairs_of(between(old, new)) == {(0, 1), (1, 0)}


TASKS = (
    "Nominate a lead for the national group",
    "Rewrite the disposal policy",
    "Audit custody records",
    "Link duplicate nominals",
    "Close the stand-alone systems",
)


def numbered(*tasks: str, recommendation: str = "1") -> Plan:
    return plan(
        *(
            {"reference": f"{number}", "action": task, "recommendation": recommendation}
            for number, task in enumerate(tasks, start=1)
        )
    )


@pytest.mark.parametrize("recommendation", ["1", "2"])
def test_a_plan_renumbered_by_an_inserted_action_is_matched_by_its_wording(
    recommendation: str,
) -> None:
    old = numbered(*TASKS)
    new = numbered(TASKS[0], "Brief the Board", *TASKS[1:], recommendation=recommendation)
    comparison = between(old, new)

    assert pairs_of(comparison) == {(0, 0), (1, 2), (2, 3), (3, 4), (4, 5)}
    added = comparison.changes.set_index("kind").loc["added"]
    assert added["action"] == "Brief the Board"
    # Under another recommendation as well, the words alone are left to go by.
    assert len(comparison.doubtful) == (0 if recommendation == "1" else 4)


def test_a_reference_over_wholly_other_words_is_matched_and_doubtful() -> None:
    old = plan({"reference": "1", "action": "Train staff"})
    new = plan({"reference": "1", "action": "Buy a server"})
    comparison = between(old, new)

    assert pairs_of(comparison) == {(0, 0)}
    assert doubts_of(comparison) == [(0, 0, "reference", True)]


def test_a_reference_over_words_that_were_edited_is_not_doubtful() -> None:
    old = one(action="Check linked records before each public protection referral is decided")
    new = one(action="Linked records checked prior to referral decision")
    comparison = between(old, new)

    assert comparison.changes["how"].tolist() == ["reference"]
    assert comparison.doubtful.empty


def decide(comparison: Comparison, same: bool) -> Decision:
    row = comparison.doubtful.iloc[0]
    return Decision(row["old_key"], row["new_key"], same)


def test_a_doubtful_pair_that_the_user_split_is_two_actions_and_no_longer_asked() -> None:
    old, new = one(action="Train staff"), one(action="Buy a server")
    decided = between(old, new, decided=[decide(between(old, new), same=False)])

    assert listed(decided) == [("1", "added"), ("1", "removed")]
    assert decided.doubtful.empty


def test_a_doubtful_pair_that_the_user_confirmed_is_one_action_and_no_longer_asked() -> None:
    old, new = worded("Train staff"), worded("Train staff", recommendation="2")
    decided = between(old, new, decided=[decide(between(old, new), same=True)])

    assert decided.changes["how"].tolist() == ["confirmed"]
    assert decided.doubtful.empty


def test_a_decision_holds_for_the_same_texts_in_other_plans_and_for_no_others() -> None:
    old, new = one(action="Train staff"), one(action="Buy a server")
    split = decide(between(old, new), same=False)
    others = {"reference": "0", "action": "Audit"}
    again = plan(others, {"reference": "1 ", "action": "TRAIN  staff"})
    other = plan({"reference": "1", "action": "Brief officers"})

    assert pairs_of(between(again, new, decided=[split])) == set()
    assert pairs_of(between(again, other, decided=[split])) == {(1, 0)}


def test_the_last_decision_on_a_pair_holds() -> None:
    old, new = one(action="Train staff"), one(action="Buy a server")
    split = decide(between(old, new), same=False)
    joined = Decision(split.old, split.new, same=True)

    assert pairs_of(between(old, new, decided=[split, joined])) == {(0, 0)}
    assert pairs_of(between(old, new, decided=[joined, split])) == set()


def test_a_plan_in_another_order_is_the_same_plan() -> None:
    actions = read_plan(make.path(APRIL)).actions.to_dict("records")
    shuffled = random.Random(5).sample(actions, len(actions))
    comparison = between(plan(*actions), plan(*shuffled), previous_as_at=APRIL)

    assert set(comparison.changes["kind"]) == {"unchanged"}


def test_the_sample_without_its_references_changed_in_the_same_way() -> None:
    plans = [read_plan(make.path(day)).actions.to_dict("records") for day in (JANUARY, APRIL)]
    blank: dict[str, object] = {"reference": None}
    unnumbered = [plan(*({**row, **blank} for row in rows)) for rows in plans]
    comparison = between(*unnumbered)

    assert comparison.counts == sample(JANUARY, APRIL).counts
    assert comparison.balance == sample(JANUARY, APRIL).balance


def test_large_plans_are_matched_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    old = worded(*(f"{task} of the force" for task in TASKS))
    new = worded(*(f"{task} in the force" for task in reversed(TASKS)))
    whole = pairs_of(between(old, new))
    monkeypatch.setattr(texts, "SCORES_AT_ONCE", 7)
    monkeypatch.setattr(matching, "SCORES_AT_ONCE", 2)

    assert pairs_of(between(old, new)) == whole == {(0, 4), (1, 3), (2, 2), (3, 1), (4, 0)}
