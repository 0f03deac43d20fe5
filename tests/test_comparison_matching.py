"""Which action of one plan is which of another: by reference, by wording, by what a user said."""

from __future__ import annotations

import random
from datetime import date
from hashlib import sha256

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
from tracker.reading.plan import Plan
from tracker.timeline import Comparison, Decision, matching, texts
from tracker.timeline.matching import match_actions


def test_references_are_matched_however_they_are_spaced_and_capitalised() -> None:
    old = plan({"reference": "FS 1.1"}, {"reference": "2A"})
    new = plan({"reference": " 2a"}, {"reference": "fs1.1"})

    assert pairs_of(between(old, new)) == {(0, 1), (1, 0)}


def test_a_reference_given_twice_is_matched_by_wording() -> None:
    old = plan({"reference": "1", "action": "Train staff"}, {"reference": "1", "action": "Audit"})
    new = plan({"reference": "1", "action": "Audit"}, {"reference": "1", "action": "Train staff"})

    assert pairs_of(between(old, new)) == {(0, 1), (1, 0)}
    assert set(match_actions(old.actions, new.actions).pairs["how"]) == {"wording"}


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
        (10, 1, True, False),  # 90
        (19, 2, False, True),  # 89.5
        (20, 3, False, True),  # 85
        (25, 4, False, False),  # 84
    ],
)
def test_wordings_match_from_90_and_are_doubtful_from_85(
    letters: int, other: int, matched: bool, doubtful: bool
) -> None:
    comparison = between(worded("a" * letters), worded("a" * (letters - other) + "b" * other))

    assert pairs_of(comparison) == ({(0, 0)} if matched else set())
    assert doubts_of(comparison) == ([(0, 0, "wording")] if doubtful else [])


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

    assert doubts_of(between(old, new)) == [(0, 0, "wording")]
    assert pairs_of(between(old, new)) == set()


def test_wordings_that_differ_in_a_number_are_doubtful() -> None:
    words = "Audit a quarterly sample of the records that are held at station"
    comparison = between(worded(f"{words} 1"), worded(f"{words} 2"))

    assert doubts_of(comparison) == [(0, 0, "wording")]
    assert pairs_of(comparison) == set()


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
    assert doubts_of(comparison) == [(0, 0, "recommendation")]


@pytest.mark.parametrize("reference", ["Action 1.1", "1.1.", "Ref. 1.1", "ACTION NO. 1.1", " 1.1:"])
def test_a_reference_is_the_same_with_a_word_for_what_it_is(reference: str) -> None:
    old, new = one(reference="1.1"), one(reference=reference)

    assert listed(between(old, new)) == [(reference, "unchanged")]
    assert listed(between(old, one(reference="1.11"))) == [("1.11", "renumbered")]


def owned(*rows: tuple[str, str, str, date | None]) -> Plan:
    """Actions by their recommendation, wording, owner and original timescale, numbered in each."""
    return plan(
        *(
            {"reference": f"{number}.1", "recommendation": number, "action": words, "owner": owner,
             "original_due": due}
            for number, words, owner, due in rows
        )
    )  # fmt: skip


def test_a_recommendation_put_in_between_renumbers_the_actions_below_it() -> None:
    old = owned(("1", "Appoint a lead", "DCC", NOV), ("2", "Assess the force", "Crime", NOV),
                ("3", "Remove duplicates", "ICT", None))  # fmt: skip
    new = owned(("1", "Appoint a lead", "DCC", NOV), ("2", "Consult the region", "DCC", JUNE),
                ("3", "Assess the force", "Crime", JUNE),
                ("4", "Remove duplicates", "ICT", None))  # fmt: skip
    comparison = between(old, new)

    assert pairs_of(comparison) == {(0, 0), (1, 2), (2, 3)}
    assert comparison.doubtful.empty
    assert comparison.counts["added"] == 1
    assert comparison.counts["original_changed"] == 1  # 3.1 by its owner, 30 November to June


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Nothing but the words is the same.
        ([("1", "Train staff", "ICT", NOV)], [("2", "Train staff", "Crime", JUNE)]),
        # Others have the timescale too.
        (
            [("1", "Train staff", "ICT", NOV), ("3", "Buy a server", "ICT", NOV)],
            [("2", "Train staff", "Crime", NOV), ("3", "Buy a server", "ICT", NOV)],
        ),
        # Another action has these words.
        (
            [("1", "Train staff", "ICT", NOV), ("3", "Train staff", "ICT", JUNE)],
            [("2", "Train staff", "ICT", NOV)],
        ),
        # Not quite the same words.
        (
            [("1", "Protect the handling records of the unit", "ICT", NOV)],
            [("2", "Protect handling records of the unit (new)", "ICT", NOV)],
        ),
    ],
)
def test_under_another_recommendation_less_is_a_pair_in_doubt(old: list, new: list) -> None:
    comparison = between(owned(*old), owned(*new))
    assert (0, 0) not in pairs_of(comparison)
    assert doubts_of(comparison) == [(0, 0, "recommendation")]


def test_what_was_decided_of_a_reference_holds_however_references_are_compared() -> None:
    old, new = (
        one(reference="Action 1", action=words) for words in ("Train staff", "Buy a server")
    )
    # The digest of a pair that was decided before is kept: of reference, recommendation and words.
    assert between(old, new).doubtful["old_key"].tolist() == [
        sha256(b"action1\n\ntrain staff").hexdigest()[:32]
    ]


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


def test_a_plan_renumbered_by_an_inserted_action_is_matched_by_its_wording() -> None:
    comparison = between(numbered(*TASKS), numbered(TASKS[0], "Brief the Board", *TASKS[1:]))

    assert pairs_of(comparison) == {(0, 0), (1, 2), (2, 3), (3, 4), (4, 5)}
    added = comparison.changes.set_index("kind").loc["added"]
    assert added["action"] == "Brief the Board"
    assert comparison.doubtful.empty
    assert comparison.counts["renumbered"] == 4


def test_wordings_under_other_references_and_another_recommendation_are_asked_about() -> None:
    new = numbered(TASKS[0], "Brief the Board", *TASKS[1:], recommendation="2")
    comparison = between(numbered(*TASKS), new)

    assert pairs_of(comparison) == {(0, 0)}  # its reference is the same, and its wording
    assert {each[:2] for each in doubts_of(comparison)} == {(1, 2), (2, 3), (3, 4), (4, 5)}


def test_a_reference_used_again_for_another_action_is_two_actions_until_somebody_says() -> None:
    old = plan({"reference": "1", "action": "Train staff", "original_due": NOV})
    new = plan({"reference": "1", "action": "Buy a server", "original_due": JUNE})
    comparison = between(old, new)

    assert listed(comparison) == [("1", "added"), ("1", "removed")]
    assert doubts_of(comparison) == [(0, 0, "reference")]
    assert comparison.counts["original_changed"] == 0


# Of 20 letters 12 are the same: 60 of 100; of 20 letters 11: 55.
@pytest.mark.parametrize(("same", "paired"), [(12, True), (11, False)])
def test_a_wording_speaks_against_a_reference_below_60(same: int, paired: bool) -> None:
    old, new = one(action="a" * 20), one(action="a" * same + "b" * (20 - same))

    assert pairs_of(between(old, new)) == ({(0, 0)} if paired else set())


def test_a_reference_over_words_that_were_edited_is_not_doubtful() -> None:
    old = one(action="Check linked records before each public protection referral is decided")
    new = one(action="Linked records checked prior to referral decision")
    comparison = between(old, new)

    assert pairs_of(comparison) == {(0, 0)}
    assert comparison.doubtful.empty


def test_a_wording_that_is_very_alike_under_another_reference_is_one_action_renumbered() -> None:
    words = "Audit a sample of the custody records that are held at every station"
    old, new = one(action=words), one(action=f"{words} now", reference="2")

    assert listed(between(old, new)) == [("2", "renumbered")]


def test_a_wording_that_is_alike_under_another_reference_is_asked_about() -> None:
    old = one(action="Review the information management policy of Burnley division")
    new = one(action="Review the information management policy of Preston division", reference="2")

    assert doubts_of(between(old, new)) == [(0, 0, "wording")]
    assert pairs_of(between(old, new)) == set()


def decide(comparison: Comparison, same: bool) -> Decision:
    row = comparison.doubtful.iloc[0]
    return Decision(row["old_key"], row["new_key"], same)


def test_a_doubtful_pair_that_somebody_split_is_two_actions_and_no_longer_asked() -> None:
    old, new = one(action="Train staff"), one(action="Buy a server")
    decided = between(old, new, decided=[decide(between(old, new), same=False)])

    assert listed(decided) == [("1", "added"), ("1", "removed")]
    assert decided.doubtful.empty


def test_a_doubtful_pair_that_somebody_confirmed_is_one_action_and_no_longer_asked() -> None:
    old, new = worded("Train staff"), worded("Train staff", recommendation="2")
    decided = between(old, new, decided=[decide(between(old, new), same=True)])

    assert pairs_of(decided) == {(0, 0)}
    assert decided.doubtful.empty


def test_a_decision_holds_for_the_same_texts_in_other_plans_and_for_no_others() -> None:
    old, new = one(action="Train staff"), one(action="Buy a server")
    joined = decide(between(old, new), same=True)
    others = {"reference": "0", "action": "Audit"}
    again = plan(others, {"reference": "1 ", "action": "TRAIN  staff"})
    other = plan({"reference": "1", "action": "Move the archive"})

    assert pairs_of(between(again, new, decided=[joined])) == {(1, 0)}
    assert pairs_of(between(again, other, decided=[joined])) == set()


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


def under_numbers(*numbers: int) -> list[dict[str, object]]:
    """Two actions a recommendation: one worded as in all others, and one as in no other."""
    return [
        {
            "reference": f"{n}.{m}",
            "recommendation": f"{n}",
            "action": text,
            "owner": "Head of ICT",
            "original_due": when,
        }
        for place, n in enumerate(numbers)
        for m, text, when in (
            (1, "Review the policy and publish it", date(2016, place + 1, 28)),
            (2, f"{('Audit', 'Train', 'Agree', 'Clear')[place]} what is {'abcd'[place]}", NOV),
        )
    ]


def test_actions_of_the_same_words_follow_their_recommendation_that_is_renumbered() -> None:
    put_in = {"reference": "1.1", "recommendation": "1", "action": "Consult the region"}
    old, new = plan(*under_numbers(1, 2, 3)), plan(put_in, *under_numbers(2, 3, 4))
    found = between(old, new)
    assert pairs_of(found) == {(place, place + 1) for place in range(6)}
    assert (found.counts["renumbered"], found.counts["original_changed"]) == (6, 0)
    # One whose original was typed over besides is named.
    rows = under_numbers(2, 3, 4)
    typed = plan(put_in, {**rows[0], "original_due": JUNE}, *rows[1:])
    assert between(old, typed).counts["original_changed"] == 1


def test_a_reference_holds_where_only_one_action_of_its_recommendation_moved() -> None:
    rows = under_numbers(1, 2)
    stays = {"reference": "1.3", "recommendation": "1", "action": "Close the archive"}
    moved = {**rows[1], "reference": "2.3", "recommendation": "2"}
    found = between(plan(*rows, stays), plan(rows[0], moved, *rows[2:], stays))
    assert pairs_of(found) == {(place, place) for place in range(5)}
    assert (found.counts["renumbered"], found.counts["original_changed"]) == (1, 0)
