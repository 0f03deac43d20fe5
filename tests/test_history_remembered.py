"""What the history remembers beside plans, and what it tells of each action's dates."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from tracker import Choices, Plan, read_plan
from tracker.comparison.matching import Decision, match_actions
from tracker.fields import actions_frame
from tracker.history import History, HistoryError
from tracker.history.baselines import baselines
from tracker.history.schema import REVISION, VERSION_TABLE
from tracker.report.words import ReportWords

pytest_plugins = ["tests.databases"]

SAMPLES = Path(__file__).parents[1] / "sample_data"
JANUARY, APRIL, SEPTEMBER = date(2016, 1, 12), date(2016, 4, 30), date(2016, 9, 30)
NAME = "Building the Picture"


@pytest.fixture
def history(database: str) -> Iterator[History]:
    with History(database) as opened:
        yield opened


@functools.cache
def sample(as_at: date) -> tuple[bytes, Plan]:
    data = (SAMPLES / f"building_the_picture_{as_at}.xlsx").read_bytes()
    return data, read_plan(data)


def record_samples(history: History, *dates: date) -> None:
    for as_at in dates:
        data, plan = sample(as_at)
        history.record(plan, name=NAME, as_at=as_at, data=data, who="Manager")


def sample_actions(as_at: date) -> pd.DataFrame:
    return sample(as_at)[1].actions


def told_by(history: History, actions: pd.DataFrame, as_at: date, name: str = NAME) -> pd.DataFrame:
    """The first recorded dates of the actions, and how often they moved."""
    return baselines(history.versions(name, as_at), actions, history.decisions(name))


def test_a_layout_is_remembered_by_its_headings_however_they_are_spaced(history: History) -> None:
    mapping = Choices(
        columns={"owner": "Who", "action": "Azione"},
        statuses={"Embedded": "complete"},
        day_first=True,
    )

    history.remember_layout(["Ref", "HMIC  timescale", "Who"], mapping, who="Manager")

    assert history.layout_for(["REF ", "hmic\ntimescale", "who"]) == mapping
    assert history.layout_for(["Ref", "HMIC timescale"]) is None
    assert history.layout_for(["Ref HMIC", "timescale", "Who"]) is None


def test_of_a_layout_what_was_said_last_holds(history: History) -> None:
    for heading in ("Who", "Lead", "Who else"):
        history.remember_layout(["Ref"], Choices(columns={"owner": heading}), who="Manager")

    assert history.layout_for(["Ref"]) == Choices(columns={"owner": "Who else"})


def test_what_belongs_to_one_file_is_not_remembered_of_its_layout(history: History) -> None:
    mapping = Choices(sheets=("April",), header_row=4, published=date(2015, 7, 2))

    history.remember_layout(["Ref"], mapping, who="Manager")

    assert history.layout_for(["Ref"]) == Choices()


def test_decisions_on_matches_are_kept_for_their_plan_the_last_one_holding(
    history: History,
) -> None:
    record_samples(history, JANUARY)
    first, second = Decision("a", "b", same=True), Decision("c", "d", same=False)
    for decision in (first, second, Decision("a", "b", same=False)):
        history.remember_match(NAME, decision, who="Manager")

    kept = history.decisions("building the picture")

    assert [(each.old, each.new, each.same, each.who) for each in kept] == [
        ("c", "d", False, "Manager"),
        ("a", "b", False, "Manager"),
    ]
    assert all(isinstance(each, Decision) for each in kept)
    assert history.decisions("Another") == []
    with pytest.raises(HistoryError, match="No plan “Another” is recorded"):
        history.remember_match("Another", first, who="Manager")


def test_the_words_of_a_report_are_remembered_by_the_plans_name_the_last_ones_holding(
    history: History,
) -> None:
    words = ReportWords(author="Information Manager", contact="Room 2\x00\ud800", links="“One”")
    history.remember_report_words(NAME, ReportWords(author="Somebody"), who="")
    history.remember_report_words(NAME.upper() + " ", words, who="Manager")

    assert history.report_words("building  the picture") == words
    assert history.report_words("Another") is None
    assert history.plans() == []
    history.forget_report_words(NAME)
    assert history.report_words(NAME) is None
    with pytest.raises(HistoryError, match="under a name"):
        history.remember_report_words(" ", words, who="")


def test_the_words_of_a_report_go_with_the_plans_last_version(history: History) -> None:
    record_samples(history, JANUARY, APRIL)
    history.remember_report_words(NAME, ReportWords(contact="A person"), who="")
    first, last = history.recorded(NAME)

    history.delete(first.id, who="Administrator")
    assert history.report_words(NAME) is not None
    history.delete(last.id, who="Administrator")
    assert history.report_words(NAME) is None


def test_a_history_of_the_first_version_gets_the_newer_tables_and_keeps_what_it_has(
    database: str,
) -> None:
    with History(database) as history:
        record_samples(history, JANUARY)
        with history.engine.begin() as connection:
            for newer in ("baselines", "baselines_known", "report_words"):
                connection.execute(text(f"DROP TABLE {newer}"))
            connection.execute(text("DROP INDEX ix_actions_measured"))
            connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0001'"))

    with History(database) as history:
        assert [each.as_at for each in history.recorded(NAME)] == [JANUARY]
        history.remember_report_words(NAME, ReportWords(author="Manager"), who="")
        assert history.report_words(NAME) == ReportWords(author="Manager")
        assert history.portfolio()["actions"].tolist() == [32]
        with history.engine.connect() as connection:
            found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
        assert found == REVISION


def test_the_first_recorded_original_date_stands_when_it_is_typed_over(history: History) -> None:
    record_samples(history, SEPTEMBER, JANUARY, APRIL)  # the order of the dates counts
    actions = sample_actions(SEPTEMBER)

    told = told_by(history, actions, SEPTEMBER).set_axis(actions["reference"])

    # 4.2 says 29 February 2016 from April on; FS3.2 came in April.
    assert told.loc["4.2", "original_due"] == pd.Timestamp(2015, 11, 30)
    assert told.loc["4.2", "recorded_as_at"] == pd.Timestamp(JANUARY)
    assert told.loc["FS3.2", "original_due"] == pd.Timestamp(2016, 11, 30)
    assert told.loc["FS3.2", "recorded_as_at"] == pd.Timestamp(APRIL)
    own = actions.set_index("reference")["original_due"]
    changed = told["original_due"] != own
    assert changed[changed].index.tolist() == ["4.2"]


def test_date_moves_are_counted_over_the_history(history: History) -> None:
    record_samples(history, JANUARY, APRIL, SEPTEMBER)
    actions = sample_actions(SEPTEMBER)

    told = told_by(history, actions, SEPTEMBER).set_axis(actions["reference"])

    # From the sample's three tables, "Revised timescale" beside "HMIC timescale".
    twice = {"1.2", "2.3", "2.4", "3.2", "4.2", "4.4", "7.2"}
    once = {"2.2", "5.2", "5.3", "6.2", "7.3", "8.2", "9.1", "10.1", "10.2", "FS2.2"}
    moves = told["date_moves"]
    assert moves["6.1"] == 3
    assert set(moves[moves == 2].index) == twice
    assert set(moves[moves == 1].index) == once
    assert set(moves[moves == 0].index) == set(moves.index) - twice - once - {"6.1"}


def test_what_was_recorded_for_a_later_date_or_superseded_is_not_looked_at(
    history: History,
) -> None:
    record_samples(history, JANUARY, APRIL, SEPTEMBER)
    january, april, _ = history.recorded(NAME)
    actions = sample_actions(APRIL)
    history.supersede(january.id, by=april.id, reason="A draft", who="Manager")

    told = told_by(history, actions, APRIL).set_axis(actions["reference"])

    assert told.loc["4.2", "original_due"] == pd.Timestamp(2016, 2, 29)
    assert told.loc["6.1", "date_moves"] == 1  # to 30 September 2016, as April's plan shows


def test_without_a_history_a_plan_speaks_for_itself(history: History) -> None:
    actions = sample_actions(APRIL)

    told = told_by(history, actions, APRIL, "Never recorded")

    pd.testing.assert_series_equal(told["original_due"], actions["original_due"])
    pd.testing.assert_series_equal(told["date_moves"], actions["date_moves"])
    assert told["recorded_as_at"].isna().all()


def frame(*rows: tuple[str, str, str | None, str | None, str | None]) -> pd.DataFrame:
    """Actions of (reference, wording, original date, revised date, revised as typed)."""
    columns = pd.DataFrame(
        rows, columns=["reference", "action", "original_due", "revised_due", "revised_due_text"]
    )
    for name in ("original_due", "revised_due"):
        columns[name] = columns[name].to_numpy(dtype="datetime64[s]")
    moved = columns["revised_due"].notna() & (columns["revised_due"] != columns["original_due"])
    return actions_frame({**columns, "date_moves": moved.astype(int)})


BACKLOG = "Review the records that are past their review date, highest risk first"
TRAINING = "Put a module on police information into the mandatory training of officers"


def test_an_action_that_was_away_is_known_again_by_its_wording() -> None:
    versions = [
        (JANUARY, frame(("1", BACKLOG, "2015-11-30", None, None))),
        (APRIL, frame(("2", TRAINING, "2016-06-30", None, None))),
    ]
    now = frame(("7", BACKLOG, "2016-09-30", None, None), ("2", TRAINING, None, None, None))

    told = baselines(versions, now)

    assert told["original_due"].dt.date.tolist() == [date(2015, 11, 30), date(2016, 6, 30)]
    assert told["recorded_as_at"].dt.date.tolist() == [JANUARY, APRIL]
    assert told["date_moves"].tolist() == [1, 0]


def test_a_reference_given_to_another_action_later_brings_no_dates_with_it() -> None:
    versions = [
        (JANUARY, frame(("1", BACKLOG, "2015-11-30", None, None))),
        (APRIL, frame(("2", TRAINING, "2016-06-30", None, None))),
    ]
    now = frame(("1", "Close the stand-alone systems", "2017-01-31", None, None))

    told = baselines(versions, now)

    assert told["original_due"].dt.date.tolist() == [date(2017, 1, 31)]
    assert told["recorded_as_at"].isna().all()


def test_words_in_place_of_a_revised_date_are_no_move_back_to_the_original() -> None:
    versions = [
        (JANUARY, frame(("1", BACKLOG, "2015-11-30", "2016-03-31", "31/03/2016"))),
        (APRIL, frame(("1", BACKLOG, "2015-11-30", None, "TBC"))),
    ]
    now = frame(("1", BACKLOG, "2015-11-30", "2016-12-31", "31/12/2016"))

    assert baselines(versions, now)["date_moves"].tolist() == [2]


def test_a_user_who_says_that_two_actions_of_one_reference_are_two_is_followed() -> None:
    old = frame(("1", BACKLOG, "2015-11-30", None, None))
    new = frame(("1", "Close the stand-alone systems", "2016-11-30", None, None))
    doubtful = match_actions(old, new).doubtful.iloc[0]

    joined = baselines([(JANUARY, old)], new)
    apart = baselines(
        [(JANUARY, old)], new, [Decision(doubtful["old_key"], doubtful["new_key"], same=False)]
    )

    assert joined["original_due"].dt.date.tolist() == [date(2015, 11, 30)]
    assert apart["original_due"].dt.date.tolist() == [date(2016, 11, 30)]


def test_an_original_date_first_written_later_is_the_first_one_known() -> None:
    versions = [
        (JANUARY, frame(("1", BACKLOG, None, None, None))),
        (APRIL, frame(("1", BACKLOG, "2016-06-30", None, None))),
    ]
    now = frame(("1", BACKLOG, "2016-07-31", None, None))

    told = baselines(versions, now)

    assert told["original_due"].dt.date.tolist() == [date(2016, 6, 30)]
    assert told["recorded_as_at"].dt.date.tolist() == [APRIL]


def test_the_dates_of_years_far_away_are_compared_too() -> None:
    versions = [(JANUARY, frame(("1", BACKLOG, "9999-12-31", None, None)))]

    told = baselines(versions, frame(("1", BACKLOG, "0001-01-01", None, None)))

    assert told["original_due"].to_numpy().astype(str).tolist() == ["9999-12-31T00:00:00"]
    assert told["date_moves"].tolist() == [1]
