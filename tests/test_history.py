"""Plans recorded and read back, on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from tests import plans
from tracker import Choices, Plan, read_plan
from tracker.fields import actions_frame
from tracker.store import AlreadyRecorded, History, HistoryError
from tracker.store.column_types import as_written, writable
from tracker.store.plan_rows import (
    ACTION_COLUMNS,
    action_rows,
    actions_from,
    packed_reading,
    plan_from,
)
from tracker.store.schema import files, metadata
from tracker.vocabulary import STATUS_GROUPS

pytest_plugins = ["tests.databases"]

SAMPLES = Path(__file__).parents[1] / "sample_data"
DATES = (date(2016, 1, 12), date(2016, 4, 30), date(2016, 9, 30))
NAME = "Building the Picture"
WHO = "Information Manager"

ODD_TEXTS = [
    "a NUL \0 and an escape \x1b0000 and both \x1b\0",
    "half a pair \ud800 and the other half \udfff",
    "👮🏽‍♀️ حماية السجلات \u202e reversed",
    "x" * 32_767,
    "line\r\nbreak\ttab\\n \\N",
    "'); DROP TABLE plans; --",
    "%s %(name)s :name ? {name}",
    " ",
    "",
    "NaN",
    "=1+1",
]


def sample_bytes(as_at: date) -> bytes:
    return (SAMPLES / f"building_the_picture_{as_at}.xlsx").read_bytes()


@pytest.fixture(scope="module")
def samples() -> dict[date, Plan]:
    return {as_at: read_plan(sample_bytes(as_at), name=f"plan_{as_at}.xlsx") for as_at in DATES}


def made_plan(**columns: list[object]) -> Plan:
    """A plan of these columns, as if it had been read from a sheet of one column."""
    actions = actions_frame(columns).astype({"sheet": "object", "row": "int64"})
    base = read_plan(plans.plan(["1", "R1", "Do it", "Head of Records", None, "Complete"]))
    original = pd.DataFrame({"Ref": [None] * len(actions)}, index=actions.index, dtype="object")
    return dataclasses.replace(base, actions=actions, original=original, findings=())


def assert_same_plan(loaded: Plan, plan: Plan) -> None:
    pd.testing.assert_frame_equal(
        loaded.actions, plan.actions, check_exact=True, check_index_type="exact"
    )
    pd.testing.assert_frame_equal(loaded.original, plan.original, check_exact=True)
    assert [list(map(type, column)) for _, column in loaded.original.items()] == [
        list(map(type, column)) for _, column in plan.original.items()
    ]
    beside = [field.name for field in dataclasses.fields(plan)]
    for name in set(beside) - {"actions", "original"}:
        assert getattr(loaded, name) == getattr(plan, name), name


def counting(history: History) -> list[int]:
    """The ids of the positions that count."""
    return [each.recorded.id for each in history.timeline(NAME).positions if each.recorded]


def rows_of(history: History) -> dict[str, int]:
    with history.engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def test_a_recorded_plan_is_read_back_exactly(history: History, samples: dict[date, Plan]) -> None:
    for as_at, plan in samples.items():
        data = sample_bytes(as_at)
        recorded = history.record(plan, name=NAME, as_at=as_at, data=data, who=WHO)

        assert_same_plan(history.load(recorded.id), plan)
        assert history.file(recorded.id) == data


def test_what_is_recorded_is_told_in_the_order_of_the_dates(
    history: History, samples: dict[date, Plan]
) -> None:
    moment = datetime(2016, 10, 3, 9, 30, 15, 123456, tzinfo=UTC)
    for as_at in reversed(DATES):
        history.record(
            samples[as_at],
            name=NAME,
            as_at=as_at,
            data=sample_bytes(as_at),
            who=WHO,
            when=moment,
        )

    told = history.recorded(NAME)

    assert [each.as_at for each in told] == list(DATES)
    assert [each.actions for each in told] == [32, 33, 32]
    assert [each.file_name for each in told] == [f"plan_{as_at}.xlsx" for as_at in DATES]
    assert [each.sha256 for each in told] == [
        hashlib.sha256(sample_bytes(as_at)).hexdigest() for as_at in DATES
    ]
    assert {(each.name, each.who, each.when, each.sheets) for each in told} == {
        (NAME, WHO, moment, ("Appendix A",))
    }
    for each in told:
        found = samples[each.as_at].findings_as_at(each.as_at)
        severities = [finding.severity for finding in found]
        assert (each.errors, each.warnings, each.notes) == (
            severities.count("error"),
            severities.count("warning"),
            severities.count("note"),
        )
    assert history.plans() == [NAME]
    assert history.recorded("Another plan") == []


def test_texts_and_values_of_every_kind_are_read_back_exactly(history: History) -> None:
    count = len(ODD_TEXTS)
    days = np.array(
        [date.min, date.max, None, date(2016, 2, 29), date(999, 1, 1)], dtype="datetime64[s]"
    )
    columns = {
        name: [*ODD_TEXTS[1:], None]
        for name in ("reference", "action", "owner", "progress", "status_text", "risk")
    }
    plan = made_plan(
        **columns,
        sheet=ODD_TEXTS,
        row=list(range(1_048_576, 1_048_576 - count, -1)),
        owners=[tuple(ODD_TEXTS[:length]) for length in range(count)],
        original_due=np.resize(days, count),
        status=list(np.resize(STATUS_GROUPS, count)),
        percent_complete=[0.1, 100.0, None, 0.0, 1 / 3, *[None] * (count - 5)],
        date_moves=list(range(count)),
        restricted=[True, False] * (count // 2) + [True],
    )
    headings = ["", "date", "$date", *ODD_TEXTS[:-3]]
    cells = [*ODD_TEXTS[:6], 42338.0, True, False, date(9999, 12, 31), None]
    plan = dataclasses.replace(
        plan, original=pd.DataFrame(dict.fromkeys(headings, cells), dtype="object")
    )

    recorded = history.record(
        plan, name="Odd ' \0 name", as_at=date.max, data=b"\0\xff", who=ODD_TEXTS[0]
    )

    assert_same_plan(history.load(recorded.id), plan)
    assert history.file(recorded.id) == b"\0\xff"
    assert history.find(recorded.id) == recorded
    assert (recorded.who, history.plans()) == (ODD_TEXTS[0], ["Odd ' \0 name"])


def test_a_plan_without_actions_is_read_back(history: History) -> None:
    plan = made_plan(reference=[])

    recorded = history.record(plan, name=NAME, as_at=DATES[0], data=b"", who=WHO)

    assert_same_plan(history.load(recorded.id), plan)


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_any_text_can_be_stored_and_is_given_back(text: str) -> None:
    stored = writable(text)

    assert stored is not None
    assert "\0" not in stored
    stored.encode("utf-8")
    assert as_written(stored) == text


CELLS = st.sampled_from([None, "5", "five", "", 5, 5.0, True, date(2016, 1, 12)])


@given(
    st.lists(st.tuples(st.sampled_from([None, "5", "6"]), st.sampled_from([None, 5.0]), CELLS)),
)
@example([("5", 5.0, 5)])
@example([("5", 5.0, 5), ("5", 5.0, 5.0), (None, None, "five")])
def test_any_cell_beside_any_value_read_of_it_is_read_back(
    rows: list[tuple[object, ...]],
) -> None:
    references, percent, cells = zip(*rows, strict=True) if rows else [()] * 3
    plan = made_plan(reference=list(references), percent_complete=list(percent))
    columns = {"reference": "Ref", "percent_complete": "Done"}
    headings = ["Ref", "Done", "Notes"]
    original = pd.DataFrame({name: pd.Series(cells, dtype="object") for name in headings})
    plan = dataclasses.replace(plan, columns=columns, original=original)

    assert_same_plan(plan_from(packed_reading(plan), plan.actions), plan)


WORDS = st.none() | st.text(st.characters(exclude_categories=()), max_size=5)
DAYS = st.none() | st.dates()


@given(
    st.lists(
        st.tuples(WORDS, DAYS, DAYS, st.none() | st.floats(0, 100), st.lists(st.text())),
        max_size=8,
    )
)
def test_any_actions_become_rows_and_the_same_actions_again(
    rows: list[tuple[object, ...]],
) -> None:
    texts, originals, revised, percent, owners = zip(*rows, strict=True) if rows else [()] * 5
    frame = actions_frame(
        {
            "action": pd.Series(texts, dtype="object"),
            "original_due": np.array(originals, dtype="datetime64[s]"),
            "revised_due": np.array(revised, dtype="datetime64[s]"),
            "percent_complete": np.array(percent, dtype="float64"),
            "owners": pd.Series([tuple(names) for names in owners], dtype="object"),
            "sheet": pd.Series(["Plan"] * len(rows), dtype="object"),
            "row": pd.Series(range(len(rows)), dtype="int64"),
        }
    )

    stored = list(zip(*action_rows(frame, 1), strict=True))[2:] or [()] * len(ACTION_COLUMNS)
    back = actions_from(stored)

    pd.testing.assert_frame_equal(back, frame, check_exact=True, check_index_type=False)


def test_the_same_file_is_said_to_be_recorded_and_is_not_stored_twice(
    history: History, samples: dict[date, Plan]
) -> None:
    data, plan = sample_bytes(DATES[0]), samples[DATES[0]]
    when = datetime(2016, 1, 14, 12, tzinfo=UTC)
    first = history.record(plan, name=NAME, as_at=DATES[0], data=data, who=WHO, when=when)
    before = rows_of(history)

    with pytest.raises(AlreadyRecorded) as refused:
        history.record(plan, name=" building  the PICTURE", as_at=DATES[0], data=data, who="Else")

    assert str(refused.value) == (
        "This file is already recorded under “Building the Picture”, as at 12 January 2016: "
        "it was recorded by Information Manager on 14 January 2016."
    )
    assert refused.value.recorded == first
    assert rows_of(history) == before


def test_an_unchanged_file_is_recorded_again_for_a_later_meeting(
    history: History, samples: dict[date, Plan]
) -> None:
    data, plan = sample_bytes(DATES[0]), samples[DATES[0]]
    for as_at in DATES[:2]:
        history.record(plan, name=NAME, as_at=as_at, data=data, who=WHO)

    assert [each.as_at for each in history.recorded(NAME)] == list(DATES[:2])
    assert rows_of(history)["files"] == 1
    comparison = history.timeline(NAME).compared()
    assert comparison is not None
    assert set(comparison.changes["kind"]) == {"unchanged"}


def test_one_file_under_two_names_is_stored_once(
    history: History, samples: dict[date, Plan]
) -> None:
    data, plan = sample_bytes(DATES[0]), samples[DATES[0]]
    for name in ("Force plan", "All inspections"):
        history.record(plan, name=name, as_at=DATES[0], data=data, who=WHO)

    assert history.plans() == ["All inspections", "Force plan"]
    assert rows_of(history)["files"] == 1


def test_a_workbook_with_a_tab_a_month_is_recorded_tab_by_tab(history: History) -> None:
    rows = [plans.HEADINGS, ["1", "R1", "Do it", "Head of Records", date(2016, 1, 31), "Open"]]
    data = plans.workbook({"January 2016": rows, "February 2016": rows})
    for tab, as_at in (("January 2016", date(2016, 1, 31)), ("February 2016", date(2016, 2, 29))):
        plan = read_plan(data, Choices(sheets=(tab,)))
        history.record(plan, name=NAME, as_at=as_at, data=data, who=WHO)

    assert [each.sheets for each in history.recorded(NAME)] == [
        ("January 2016",),
        ("February 2016",),
    ]
    assert rows_of(history)["files"] == 1


def test_a_file_that_was_read_wrongly_is_corrected_with_the_reason(
    history: History, samples: dict[date, Plan]
) -> None:
    data, plan = sample_bytes(DATES[0]), samples[DATES[0]]
    mapping = Choices(columns={"owner": "Lead"}, statuses={"Embedded": "complete"})
    wrong = history.record(plan, name=NAME, as_at=DATES[0], data=data, who=WHO)

    right = history.record(
        plan,
        name=NAME,
        as_at=DATES[0],
        data=data,
        who=WHO,
        mapping=mapping,
        corrects=wrong.id,
        reason="Embedded means complete",
    )

    superseded = history.find(wrong.id).superseded
    assert superseded is not None
    assert (superseded.by, superseded.reason, superseded.who) == (
        right.id,
        "Embedded means complete",
        WHO,
    )
    assert counting(history) == [right.id]
    assert (history.mapping(wrong.id), history.mapping(right.id)) == (None, mapping)
    with pytest.raises(AlreadyRecorded) as refused:
        history.record(plan, name=NAME, as_at=DATES[0], data=data, who=WHO)
    assert refused.value.recorded.id == right.id
    with pytest.raises(AlreadyRecorded):  # what it corrects no longer counts
        history.record(
            plan, name=NAME, as_at=DATES[0], data=data, who=WHO, corrects=wrong.id, reason="Again"
        )


def test_a_superseded_plan_stays_but_is_no_position(
    history: History, samples: dict[date, Plan]
) -> None:
    first, second, third = (
        history.record(samples[day], name=NAME, as_at=as_at, data=sample_bytes(day), who=WHO)
        for day, as_at in zip(DATES, (DATES[0], DATES[0], DATES[2]), strict=True)
    )

    told = history.supersede(first.id, by=second.id, reason="The wrong file was sent", who="Chief")

    assert told.superseded is not None
    assert told.superseded.reason == "The wrong file was sent"
    assert [each.id for each in history.recorded(NAME)] == [first.id, second.id, third.id]
    assert counting(history) == [second.id, third.id]
    assert_same_plan(history.load(first.id), samples[DATES[0]])


def test_a_plan_is_superseded_once_by_another_of_its_name_and_for_a_reason(
    history: History, samples: dict[date, Plan]
) -> None:
    first, second, later = (
        history.record(samples[day], name=NAME, as_at=as_at, data=sample_bytes(day), who=WHO)
        for day, as_at in zip(DATES, (DATES[0], DATES[0], DATES[2]), strict=True)
    )
    other = history.record(
        samples[DATES[2]], name="Other", as_at=DATES[0], data=sample_bytes(DATES[2]), who=WHO
    )
    with pytest.raises(HistoryError, match="by another of the same date: these are as at 12 Jan"):
        history.supersede(first.id, by=later.id, reason="Wrong", who=WHO)
    for by in (first.id, other.id):
        with pytest.raises(HistoryError, match="by another one of the same name"):
            history.supersede(first.id, by=by, reason="Wrong", who=WHO)
    with pytest.raises(HistoryError, match="Say why"):
        history.supersede(first.id, by=second.id, reason=" ", who=WHO)
    with pytest.raises(HistoryError, match="There is no recorded plan 999"):
        history.supersede(first.id, by=999, reason="Wrong", who=WHO)
    history.supersede(first.id, by=second.id, reason="Wrong", who=WHO)

    with pytest.raises(HistoryError, match=f"plan {first.id} is superseded already"):
        history.supersede(second.id, by=first.id, reason="Wrong", who=WHO)
    assert counting(history) == [second.id, later.id]


def test_a_deleted_plan_is_gone_with_its_file_and_that_it_was_deleted_stays(
    history: History, samples: dict[date, Plan]
) -> None:
    data = sample_bytes(DATES[0])
    kept = history.record(samples[DATES[0]], name=NAME, as_at=DATES[0], data=data, who=WHO)
    other = history.record(samples[DATES[0]], name="Other", as_at=DATES[0], data=data, who=WHO)
    gone = history.record(
        samples[DATES[1]], name=NAME, as_at=DATES[0], data=sample_bytes(DATES[1]), who=WHO
    )
    history.supersede(kept.id, by=gone.id, reason="Wrong", who=WHO)

    history.delete(gone.id, who="Administrator")
    history.delete(other.id, who="Administrator")

    assert history.plans() == [NAME]
    assert history.recorded(NAME) == [kept]  # what superseded it is gone
    assert history.file(kept.id) == data
    with pytest.raises(HistoryError, match="it may have been deleted"):
        history.load(gone.id)
    assert [(each.recorded_id, each.name, each.who) for each in history.deleted()] == [
        (gone.id, NAME, "Administrator"),
        (other.id, "Other", "Administrator"),
    ]
    assert rows_of(history) == {
        "plans": 1,
        "files": 1,
        "recorded": 1,
        "readings": 1,
        "actions": 32,
        "supersessions": 0,
        "report_words": 0,
        "deletions": 2,
        "layouts": 0,
        "match_decisions": 0,
        "figures": 2,
    }


def test_a_number_is_never_given_to_a_second_recorded_plan(
    history: History, samples: dict[date, Plan]
) -> None:
    ids = []
    for _ in range(2):
        recorded = history.record(
            samples[DATES[0]], name=NAME, as_at=DATES[0], data=sample_bytes(DATES[0]), who=WHO
        )
        history.delete(recorded.id, who=WHO)
        ids.append(recorded.id)

    assert ids[0] != ids[1]
    assert history.plans() == []


@pytest.mark.parametrize(
    ("name", "said"),
    [(" \n", "give it one"), ("x" * 121, "at most 120"), ("Own", "stands for an upload")],
)
def test_a_plan_has_a_name_of_some_length(
    history: History, samples: dict[date, Plan], name: str, said: str
) -> None:
    with pytest.raises(HistoryError, match=said):
        history.record(samples[DATES[0]], name=name, as_at=DATES[0], data=b"", who=WHO)
    assert rows_of(history)["plans"] == 0


def test_a_file_changed_in_the_database_is_not_given_out(
    history: History, samples: dict[date, Plan]
) -> None:
    recorded = history.record(
        samples[DATES[0]], name=NAME, as_at=DATES[0], data=b"Ref,Action\n1,Do it", who=WHO
    )
    with history.engine.begin() as connection:
        connection.execute(update(files).values(body=b"something else"))

    with pytest.raises(HistoryError, match="not as it was recorded"):
        history.file(recorded.id)


def test_threads_record_at_once_and_lose_nothing(
    history: History, samples: dict[date, Plan]
) -> None:
    def record(number: int) -> int:
        data = sample_bytes(DATES[0]) + bytes([number])
        return history.record(
            samples[DATES[0]], name=NAME, as_at=DATES[0], data=data, who=str(number)
        ).id

    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(record, range(12)))

    assert sorted(each.id for each in history.recorded(NAME)) == sorted(ids)
    assert {each.who for each in history.recorded(NAME)} == {str(number) for number in range(12)}
    assert all(len(each.actions) == 32 for each in history.timeline(NAME).positions)
