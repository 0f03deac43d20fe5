"""Histories of one plan, each with its answer worked out by hand from ``docs/measures.md``.

Actions that are renumbered, reworded, split, swapped, withdrawn and brought back, restricted and
no longer; positions recorded late, corrected, dated again, deleted, merged.
"""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.commands import answer, plan_file, told
from tracker.store import History

HEADINGS = (
    "Ref,Rec,Inspection,Action,Owner,Original timescale,Revised timescale,Status,"
    "Date completed,Marking"
)
FORCE = "Force plan"
NOVEMBER, MARCH, JULY = "30/11/2015", "31/03/2016", "31/07/2016"

WORDING = {
    "1.1": "Appoint a senior responsible officer for information",
    "1.2": "Publish the review timetable on the intranet",
    "2.1": "Audit custody records every quarter",
    "2.2": "Move paper crime files out of the cellar",
    "3.1": "Teach searching to detectives",
    "3.2": "Close the drugs squad's stand-alone index",
}


def row(reference: str, original: str = NOVEMBER, **given: str) -> str:
    """An open action, due on 30 November 2015 unless said otherwise."""
    known = {
        "rec": reference[:1],
        "inspection": "Building the Picture",
        "action": WORDING.get(reference, ""),
        "owner": "Head of ICT",
        "revised": "",
        "status": "In progress",
        "completed": "",
        "marking": "OFFICIAL",
    } | given
    cells = [known[each] for each in ("rec", "inspection", "action", "owner")]
    rest = [known[each] for each in ("revised", "status", "completed", "marking")]
    return ",".join([reference, *cells, original, *rest])


class Histories:
    """A history of the test's own, and plans in files of any name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = ["--database", f"sqlite:///{folder / 'history.sqlite3'}"]
        self._number = itertools.count()

    def file(self, rows: list[str], as_at: str = "", name: str = "plan.csv") -> Path:
        path = self.folder / str(next(self._number)) / name
        return plan_file(path, rows, as_at, HEADINGS)

    def add(self, rows: list[str], as_at: str, *more: object, name: str = FORCE) -> int:
        file = self.file(rows, as_at)
        added = answer("history", "add", file, "--name", name, *more, *self.database)
        number: int = added["id"]
        return number

    def ask(self, *arguments: object) -> dict[str, Any]:
        return answer(*arguments, *self.database)

    def actions(self, rows: list[str], as_at: str, *more: object) -> dict[str, dict[str, Any]]:
        """What is told of each action of a file that is a version of the recorded plan."""
        file = self.file(rows, as_at)
        told = self.ask("actions", file, "--recorded-as", FORCE, *more)
        return {each["reference"]: each for each in told["actions"]}

    def originals(self, rows: list[str], as_at: str) -> dict[str, str | None]:
        return {name: each["original_due"] for name, each in self.actions(rows, as_at).items()}

    def portfolio(self, *more: object) -> dict[str, Any]:
        (plan,) = self.ask("history", "portfolio", *more)["plans"]
        return plan  # type: ignore[no-any-return]

    def compared(self, old: list[str], new: list[str], *more: object) -> dict[str, Any]:
        """January against April, without a history."""
        files = self.file(old, "12 January 2016"), self.file(new, "30 April 2016")
        return answer("compare", *files, *more)


@pytest.fixture
def histories(tmp_path: Path) -> Histories:
    return Histories(tmp_path)


def kinds(compared: dict[str, Any]) -> dict[str, list[str]]:
    return {each["reference"]: each["kinds"] for each in compared["changes"]}


def paired(compared: dict[str, Any]) -> set[tuple[str, str]]:
    """References before and after of the actions that are in both plans."""
    both = [each for each in compared["changes"] if each["before"] and each["after"]]
    return {(each["before"]["reference"], each["after"]["reference"]) for each in both}


def balances(compared: dict[str, Any]) -> bool:
    sums = compared["balance"]
    come = sums["opening"] + sums["added"] + sums["reopened"]
    gone = sums["completed"] + sums["withdrawn"] + sums["removed"]
    return bool(come - gone == sums["closing"])


ALL = list(WORDING)


def test_an_action_that_is_renumbered_keeps_its_original(histories):
    renamed = [
        row(f"A{at}", MARCH if at == 2 else NOVEMBER, rec=ref[0], action=WORDING[ref])
        for at, ref in enumerate(ALL)
    ]
    before = [row(each) for each in ALL]
    compared = histories.compared(before, renamed)
    assert paired(compared) == {(ref, f"A{at}") for at, ref in enumerate(ALL)}
    assert Counter(each["kind"] for each in compared["changes"]) == {
        "renumbered": 5,
        "original_changed": 1,
    }
    assert kinds(compared)["A2"] == ["original_changed", "slipped", "renumbered"]
    histories.add(before, "12 January 2016")
    assert histories.originals(renamed, "30 April 2016")["A2"] == "2015-11-30"


def test_two_actions_that_swap_references_are_told_by_their_words(histories):
    before = [row("2.1"), row("2.2", JULY)]
    after = [row("2.1", JULY, action=WORDING["2.2"]), row("2.2", action=WORDING["2.1"])]
    compared = histories.compared(before, after)
    assert paired(compared) == {("2.1", "2.2"), ("2.2", "2.1")}
    assert kinds(compared) == {"2.1": ["renumbered"], "2.2": ["renumbered"]}


def test_a_reworded_action_of_its_old_reference_is_the_same_one(histories):
    after = [
        row("2.1", MARCH, action="Audit all custody records every month instead of every quarter")
    ]
    compared = histories.compared([row("2.1")], after)
    assert kinds(compared) == {"2.1": ["original_changed", "slipped"]}


def test_of_an_action_split_in_two_at_most_one_is_the_old_one(histories):
    whole = row("2.1", action="Audit custody records and detention records every quarter")
    parts = [
        row("2.1a", rec="2", action="Audit custody records every quarter"),
        row("2.1b", rec="2", action="Audit detention records every quarter"),
    ]
    compared = histories.compared([row("1.1"), whole], [row("1.1"), *parts])
    assert compared["counts"]["added"] >= 1
    assert compared["balance"]["closing"] == 3
    assert balances(compared)


def test_what_was_first_recorded_holds_over_a_position_it_is_missing_from(histories):
    histories.add([row("1.1"), row("2.2")], "12 January 2016")
    histories.add([row("1.1")], "30 April 2016")
    june = [row("1.1"), row("2.2", JULY)]
    assert histories.originals(june, "30 June 2016") == {"1.1": "2015-11-30", "2.2": "2015-11-30"}


def test_withdrawn_and_back_is_reopened_and_keeps_its_original(histories):
    gone = [row("1.1"), row("2.2", status="Withdrawn")]
    back = [row("1.1"), row("2.2", JULY)]
    compared = histories.compared(gone, back)
    assert kinds(compared)["2.2"] == ["original_changed", "reopened", "slipped"]
    assert compared["balance"]["reopened"] == 1
    assert balances(compared)
    histories.add([row("1.1"), row("2.2")], "12 January 2016")
    histories.add(gone, "30 April 2016")
    assert histories.originals(back, "30 June 2016")["2.2"] == "2015-11-30"


def test_one_reference_on_two_rows_is_told_by_the_wording(histories):
    before = [row("3.1"), row("3.1", action=WORDING["3.2"])]
    after = [row("3.1", action=WORDING["3.2"]), row("3.1", MARCH)]
    compared = histories.compared(before, after)
    (moved,) = [each for each in compared["changes"] if "original_changed" in each["kinds"]]
    assert moved["after"]["action"] == WORDING["3.1"]
    assert compared["counts"]["added"] == compared["counts"]["removed"] == 0


def test_a_recommendation_that_moves_to_another_inspection_is_another_one(histories):
    before = [row("2.1"), row("1.1", JULY)]
    after = [row("2.1", MARCH, inspection="PEEL"), row("1.1", JULY)]
    compared = histories.compared(before, after)
    assert kinds(compared)["2.1"] == ["original_changed", "slipped", "renumbered"]
    histories.add(before, "12 January 2016")
    file = histories.file(after, "30 April 2016")
    found = histories.ask("summary", file, "--recorded-as", FORCE)["recommendations"]
    (peel,) = [each for each in found if each["source"] == "PEEL"]
    assert (peel["original_due"], peel["overdue"]) == ("2015-11-30", 1)


def test_an_action_moved_to_another_recommendation_is_renumbered(histories):
    moved = row("1.3", rec="1", action=WORDING["2.1"])
    compared = histories.compared([row("1.1"), row("2.1")], [row("1.1"), moved])
    # No other action has these words, and its owner and timescale are the same.
    assert kinds(compared)["1.3"] == ["renumbered"]
    kept = row("2.1", rec="1")
    assert kinds(histories.compared([row("2.1")], [kept])) == {"2.1": ["renumbered"]}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_the_order_of_recording_changes_nothing(histories, order):
    positions = [
        ([row("1.1"), row("3.2")], "12 January 2016"),
        ([row("1.1"), row("3.2", MARCH)], "30 April 2016"),
        ([row("1.1"), row("3.2", "31/12/2016", marking="OFFICIAL-SENSITIVE")], "30 June 2016"),
    ]
    for each in order:
        histories.add(*positions[each])
    points = histories.ask("history", "trend")["positions"]
    # In June 1.1 is 213 days late and 3.2, which is now to end on 31 December, 397.
    assert [point["totals"]["overdue"] for point in points] == [2, 2, 2]
    assert [point["totals"]["median_slippage_days"] for point in points] == [43, 152, 305]
    assert histories.portfolio()["overdue"] == 2
    for day in ("2016-01-31", "2016-05-01", "2016-07-01"):
        shown = histories.portfolio("--as-at", day, "--public")
        assert (shown["restricted"], shown["actions"], shown["overdue"]) == (1, 1, 1)


def test_a_position_recorded_late_gives_later_ones_their_originals(histories):
    histories.add([row("1.1"), row("3.2", "31/12/2016")], "30 June 2016")
    assert histories.portfolio()["overdue"] == 1
    histories.add([row("1.1"), row("3.2")], "12 January 2016")
    assert histories.portfolio()["overdue"] == 2
    assert histories.portfolio()["median_slippage_days"] == 305  # of 213 and 397


def test_a_row_marked_later_is_withheld_from_what_was_before(histories):
    histories.add([row("1.1"), row("2.1")], "12 January 2016")
    marked = [row("1.1"), row("2.1", rec="2", marking="OFFICIAL-SENSITIVE")]
    histories.add(marked, "30 April 2016")
    shown = histories.portfolio("--public", "--as-at", "2016-02-01")
    assert (shown["restricted"], shown["actions"]) == (1, 1)
    file = histories.file([row("1.1"), row("2.1")], "12 January 2016")
    told = histories.ask("summary", file, "--public", "--recorded-as", FORCE)
    assert (told["left_out"], told["totals"]["actions"]) == (1, 1)
    whole = histories.actions([row("1.1"), row("2.1")], "12 January 2016")
    assert {name: each["restricted"] for name, each in whole.items()} == {"1.1": False, "2.1": True}


def test_a_row_renumbered_and_marked_later_is_withheld_under_its_old_number(histories):
    histories.add([row("1.1"), row("2.1")], "12 January 2016")
    marked = [row("1.1"), row("X9", rec="2", action=WORDING["2.1"], marking="OFFICIAL-SENSITIVE")]
    histories.add(marked, "30 April 2016")
    assert set(histories.actions([row("1.1"), row("2.1")], "12 January 2016", "--public")) == {
        "1.1"
    }


def test_a_row_unmarked_later_is_shown_from_then_on_only(histories):
    before = [row("1.1"), row("2.1", marking="OFFICIAL-SENSITIVE")]
    after = [row("1.1"), row("2.1")]
    histories.add(before, "12 January 2016")
    histories.add(after, "30 April 2016")
    assert set(histories.actions(before, "12 January 2016", "--public")) == {"1.1"}
    assert set(histories.actions(after, "30 April 2016", "--public")) == {"1.1", "2.1"}
    assert histories.portfolio("--public")["restricted"] == 0
    assert histories.portfolio("--public", "--as-at", "2016-02-01")["restricted"] == 1


def test_an_undated_file_counts_as_earlier_than_every_position(histories):
    histories.add([row("1.1"), row("2.1", marking="OFFICIAL-SENSITIVE")], "12 January 2016")
    undated = [row("1.1"), row("2.1"), row("2.2")]
    for as_at in ("2015-01-01", "2016-04-30", "2020-01-01"):
        assert "2.1" not in histories.actions(undated, "", "--public", "--as-at", as_at)
    # Recorded for a day it is still a file without a date; one that states it is of that day.
    histories.add(undated, "", "--as-at", "2016-04-30")
    assert histories.portfolio("--public")["actions"] == 2
    histories.add(undated, "30 June 2016")
    assert histories.portfolio("--public")["actions"] == 3
    assert histories.portfolio("--public", "--as-at", "2016-05-01")["actions"] == 2
    assert histories.portfolio("--public", "--as-at", "2016-02-01")["actions"] == 1


def test_an_old_file_recorded_again_publishes_nothing_that_was_marked_since(histories):
    old = histories.file([row("1.1"), row("2.1")], "12 January 2016")
    histories.ask("history", "add", old, "--name", FORCE)
    histories.add([row("1.1"), row("2.1", marking="OFFICIAL-SENSITIVE")], "30 April 2016")
    histories.ask("history", "add", old, "--name", FORCE, "--as-at", "2016-06-30")
    assert histories.portfolio("--public")["restricted"] == 1
    assert set(histories.actions([row("1.1"), row("2.1")], "30 June 2016", "--public")) == {
        "1.1",
        "2.1",
    }


def test_an_undated_file_is_older_than_a_mark_that_a_dated_one_lifted(histories):
    histories.add([row("1.1"), row("2.1", marking="OFFICIAL-SENSITIVE")], "12 January 2016")
    histories.add([row("1.1"), row("2.1")], "30 April 2016")
    assert histories.portfolio("--public")["restricted"] == 0
    histories.add([row("1.1"), row("2.1")], "", "--as-at", "2016-06-30")
    assert histories.portfolio("--public")["restricted"] == 1


def test_a_mark_in_an_undated_file_counts_from_the_day_that_it_was_recorded_for(histories):
    histories.add([row("1.1"), row("2.1")], "12 January 2016")
    marked = [row("1.1"), row("2.1", marking="OFFICIAL-SENSITIVE")]
    histories.add(marked, "", "--as-at", "2016-04-30")
    histories.add([row("1.1"), row("2.1")], "30 June 2016")
    shown = [histories.portfolio("--public", "--as-at", f"2016-0{month}-30") for month in (3, 5, 6)]
    assert [each["restricted"] for each in shown] == [1, 1, 0]


def test_one_file_name_is_not_one_plan(histories):
    force = histories.file([row(each) for each in ALL], "12 January 2016", "Action plan.csv")
    other = [
        row(each, MARCH, action=f"Paint the {each} landing {'abc'[at % 3]}")
        for at, each in enumerate(ALL)
    ]
    estates = histories.file(other, "30 April 2016", "Action plan.csv")
    first = histories.ask("history", "add", force)
    second = histories.ask("history", "add", estates)
    assert second["version_of"] is None
    assert second["name"] != first["name"]
    plans = histories.ask("history", "portfolio")["plans"]
    # From 31 March to 30 April are 30 days.
    assert {each["plan"]: each["median_slippage_days"] for each in plans}[second["name"]] == 30


def test_correcting_an_older_position_gives_later_ones_its_dates_until_undone(histories):
    draft = histories.add([row("1.1"), row("3.2", JULY)], "12 January 2016")
    histories.add([row("1.1"), row("3.2")], "30 April 2016")
    assert histories.portfolio()["overdue"] == 1
    final = [row("1.1"), row("3.2")]
    histories.add(final, "12 January 2016", "--corrects", draft, "--reason", "Typing slip")
    assert histories.portfolio()["overdue"] == 2
    assert histories.originals(final, "30 June 2016")["3.2"] == "2015-11-30"
    histories.ask("history", "undo", draft)
    assert histories.originals(final, "30 June 2016")["3.2"] == "2016-07-31"


def test_a_date_put_right_puts_the_positions_in_their_order(histories):
    histories.add([row("3.2")], "30 April 2016")
    wrong = histories.add([row("3.2", "31/12/2015")], "12 January 2016")
    assert histories.portfolio()["median_slippage_days"] == 121  # from 31 December
    histories.ask("history", "redate", wrong, "--as-at", "2016-06-30")
    assert histories.portfolio()["median_slippage_days"] == 213  # from 30 November to 30 June


def test_deleting_the_first_position_makes_the_next_one_first(histories):
    first = histories.add([row("3.2")], "12 January 2016")
    histories.add([row("3.2", MARCH)], "30 April 2016")
    assert histories.portfolio()["median_slippage_days"] == 152
    histories.ask("history", "delete", first)
    assert histories.portfolio()["median_slippage_days"] == 30


def test_two_plans_made_one_are_measured_from_the_first_of_both(histories):
    histories.add([row("3.2")], "12 January 2016")
    histories.add([row("3.2", MARCH)], "30 April 2016", name="Board copy")
    histories.ask("history", "merge", "Board copy", "--into", FORCE)
    assert histories.portfolio()["median_slippage_days"] == 152


def test_an_unchanged_file_recorded_again_has_moved_nothing(histories):
    rows = [row("1.1"), row("3.2", revised=JULY)]
    file = histories.file(rows, "12 January 2016")
    for day in ("2016-01-12", "2016-04-30"):
        histories.ask("history", "add", file, "--name", FORCE, "--as-at", day)
    points = histories.ask("history", "trend")["positions"]
    # 1.1 is 43 and then 152 days late, 3.2 is to be 244 days late both times.
    assert [point["totals"]["mean_slippage_days"] for point in points] == [143.5, 198.0]


def test_an_original_that_is_told_only_later_is_the_first_told(histories):
    histories.add([row("3.2", "TBC")], "12 January 2016")
    assert histories.originals([row("3.2", MARCH)], "30 April 2016") == {"3.2": "2016-03-31"}


def test_a_recommendations_original_is_not_its_withdrawn_actions(histories):
    first = [row("3.1"), row("3.2", "31/12/2016", status="Withdrawn")]
    histories.add(first, "12 January 2016")
    file = histories.file([row("3.1"), row("3.2", "31/12/2016")], "30 April 2016")
    (three,) = histories.ask("summary", file, "--recorded-as", FORCE)["recommendations"]
    assert three["original_due"] == "2015-11-30"


def test_all_that_happened_to_an_action_is_said_the_gravest_first(histories):
    before = row("3.1", revised=MARCH)
    after = row("3.1", revised=JULY, owner="Head of Crime")
    assert kinds(histories.compared([before], [after])) == {"3.1": ["slipped", "reassigned"]}
    earlier = row("3.1", revised="31/01/2016")
    assert kinds(histories.compared([before], [earlier])) == {"3.1": ["pulled_in"]}


def test_the_balance_adds_up_over_everything_at_once(histories):
    before = [
        row("1.1"),
        row("1.2"),
        row("2.1"),
        row("2.2", status="Complete", completed="01/12/2015"),
        row("3.1"),
        row("3.2", status="Withdrawn"),
    ]
    after = [
        row("1.1", status="Complete", completed="01/02/2016"),
        row("1.2", status="Withdrawn"),
        row("2.2"),
        row("3.1"),
        row("3.2", status="Withdrawn"),
        row("9.1", action="Buy a new scanner for the archive"),
        row("9.2", action="Hold a training day", status="Complete", completed="01/03/2016"),
    ]
    compared = histories.compared(before, after)
    assert compared["balance"] == {
        "opening": 4,
        "added": 1,
        "reopened": 1,
        "completed": 1,
        "withdrawn": 1,
        "removed": 1,
        "closing": 3,
    }


def test_what_redating_deleting_and_merging_change_is_shown_before(histories):
    first = histories.add([row("1.1"), row("3.2")], "12 January 2016")
    histories.add([row("1.1"), row("3.2", "31/12/2016")], "30 April 2016")
    histories.add([row("1.1", JULY), row("3.2", NOVEMBER)], "30 June 2016", name="Copy")
    before = histories.portfolio("--as-at", "2016-05-31")
    asked = [
        ["delete", first],
        ["redate", first, "--as-at", "2016-04-30"],
        ["merge", "Copy", "--into", FORCE],
    ]
    shown = [histories.ask("history", *each, "--show") for each in asked]
    assert [each["done"] for each in shown] == [False, False, False]
    figures = [(e["effect"]["before"]["overdue"], e["effect"]["after"]["overdue"]) for e in shown]
    # Without January 3.2 is due in December; of the same day, January was recorded first and is
    # before April as it was; the copy's 1.1 is due in November.
    assert figures == [(2, 1), (2, 2), (1, 2)]
    assert shown[1]["effect"]["same_day"] == ["2016-04-30"]
    moved = {each["name"]: each["after"] for each in shown[2]["effect"]["originals"]}
    assert moved["1.1"] == "2015-11-30"
    assert histories.portfolio("--as-at", "2016-05-31") == before
    said = told("history", "delete", first, *histories.database)
    assert "Position 1 is deleted." in said
    assert "Overdue: 2, then 1" in said
    assert "Original timescale of action 3.2: 30 November 2015, then 31 December 2016" in said


def test_a_comparison_of_two_recorded_files_withholds_what_was_restricted_since(histories):
    plain = [row("1.1"), row("2.1")]
    old = histories.file([row("1.1", JULY), row("2.1", JULY)], "12 January 2016")
    new = histories.file([row("1.1", JULY), row("2.1", MARCH)], "30 April 2016")
    histories.add([row("1.1"), row("2.1")], "30 November 2015")
    for file in (old, new):
        histories.ask("history", "add", file, "--name", FORCE)
    histories.add([plain[0], row("2.1", marking="OFFICIAL-SENSITIVE")], "30 June 2016")
    asked = ["compare", old, new, "--public"]
    known = histories.ask(*asked, "--recorded-as", FORCE)
    assert (known["recorded_as"], known["left_out"]) == (FORCE, 1)
    assert kinds(known) == {"1.1": ["unchanged"]}
    assert answer(*asked)["left_out"] == 0
    unknown = "Recorded positions were not looked at"
    assert unknown in told(*asked)
    assert unknown not in told(*asked, "--recorded-as", FORCE, *histories.database)
    assert unknown not in told("compare", old, new)


def test_an_earlier_file_given_beside_the_record_lifts_no_mark_of_an_undated_one(histories):
    marked = histories.file([row("1.1"), row("2.1", marking="OFFICIAL-SENSITIVE")])
    plain = histories.file([row("1.1"), row("2.1")])
    days = ["--as-at", "2016-09-30", "--previous-as-at", "2016-04-30"]
    histories.ask("history", "add", marked, "--name", FORCE, "--as-at", "2016-04-30")
    compared = ["compare", marked, plain, "--public", *days]
    assert answer(*compared)["left_out"] == 0  # nobody recorded it
    assert histories.ask(*compared, "--recorded-as", FORCE)["left_out"] == 1
    page = histories.folder / "page.html"
    published = ["publish", plain, "-o", page, "--recorded-as", FORCE, "--previous", marked, *days]
    assert histories.ask(*published)["left_out"] == 1
    assert WORDING["2.1"] not in page.read_text()
    # A file that states a later date has lifted the mark.
    later = histories.file([row("1.1"), row("2.1")], "30 September 2016")
    assert answer("compare", marked, later, "--public", *days)["left_out"] == 0


def test_recording_a_plan_without_faults_says_no_more_than_that(histories):
    file = histories.file([row("1.1")], "12 January 2016")
    said = told("history", "add", file, "--name", FORCE, *histories.database)
    assert said == "Recorded 1 action of “Force plan” as at 12 January 2016.\n"


REVISED_ONLY = "Ref,Rec,Inspection,Action,Owner,Revised timescale,Status,Date completed,Marking"


def test_dates_headed_as_revised_accuse_nobody_where_an_earlier_original_is_known(histories):
    first = [row("1.1", MARCH, revised=JULY), row("1.2", MARCH), row("2.1", MARCH, revised=JULY)]
    january = histories.file(first, "12 January 2016")
    dates = {"1.1": JULY, "1.2": JULY, "2.1": "TBC", "3.1": JULY}
    rows = [",".join([*row(e, on).split(",")[:6], "In progress,,"]) for e, on in dates.items()]
    april = plan_file(histories.folder / "april.csv", rows, "30 April 2016", REVISED_ONLY)
    histories.ask("history", "add", january, "--name", FORCE)
    histories.ask("history", "add", april, "--name", FORCE)
    for more in ([], ["--recorded-as", FORCE, *histories.database]):
        assert kinds(answer("compare", january, april, *more)) == {
            "1.1": ["unchanged"],
            "1.2": ["slipped"],
            "2.1": ["slipped"],  # to no date
            "3.1": ["added"],
        }
    told = histories.ask("actions", april, "--recorded-as", FORCE)
    assert "original_changed" not in {each["kind"] for each in told["findings"]}
    dates = {e["reference"]: (e["original_due"], e["revised_due"]) for e in told["actions"]}
    assert dates == {
        "1.1": ("2016-03-31", "2016-07-31"),
        "1.2": ("2016-03-31", "2016-07-31"),
        "2.1": ("2016-03-31", None),
        "3.1": ("2016-07-31", None),
    }
    with History(histories.database[1]) as history:
        assert not history.timeline(FORCE).measured()["original_moved"].any()
    # The figures stored are the same; a column chosen as the original, in both, is that.
    assert histories.portfolio()["rebaselined"] == 2
    chosen = ["--map", "original_due=Revised timescale"]
    assert answer("compare", january, april, *chosen)["counts"]["original_changed"] == 2


def test_a_date_headed_as_revised_is_original_only_until_one_is_given(histories):
    first = ",".join([*row("1.1", JULY).split(",")[:6], "In progress,,"])
    january = plan_file(histories.folder / "first.csv", [first], "12 January 2016", REVISED_ONLY)
    april = histories.file([row("1.1", MARCH, revised=JULY)], "30 April 2016")
    histories.ask("history", "add", january, "--name", FORCE)
    assert histories.portfolio()["overdue"] == 0
    assert kinds(answer("compare", january, april)) == {"1.1": ["unchanged"]}
    histories.ask("history", "add", april, "--name", FORCE)
    assert histories.portfolio()["overdue"] == 1
    told = histories.ask("actions", april, "--recorded-as", FORCE)
    assert told["actions"][0]["original_due"] == "2016-03-31"
    assert "original_changed" not in {each["kind"] for each in told["findings"]}
    summary = histories.ask("summary", april, "--recorded-as", FORCE)
    assert summary["recommendations"][0]["original_due"] == "2016-03-31"
    # From then on it is the original, and another one is a change.
    june = histories.file([row("1.1", NOVEMBER, revised=JULY)], "30 June 2016")
    assert kinds(answer("compare", april, june))["1.1"][0] == "original_changed"
    assert histories.ask("actions", june, "--recorded-as", FORCE)["actions"][0]["original_due"] == (
        "2016-03-31"
    )
    # What stood in January is as it was then.
    histories.ask("history", "redate", 1, "--as-at", "2016-01-11")
    assert histories.portfolio("--as-at", "2016-02-01")["next_due"] == "2016-07-31"
    assert histories.portfolio()["overdue"] == 1


def test_a_comparison_says_what_was_left_out_of_the_earlier_plan_and_which_is_the_earlier(
    histories,
):
    marked = row("1.2", marking="OFFICIAL-SENSITIVE")
    january = histories.file([row("1.1"), marked], "12 January 2016")
    april = histories.file([row("1.1")], "30 April 2016")
    said = told("compare", january, april, "--public").splitlines()
    assert "Public version: no action had to be left out." in said
    assert "Left out of the earlier plan: 1 restricted action." in said
    backwards = told("compare", april, january)
    assert "The first plan is the later of the two: give the earlier one first." in backwards
