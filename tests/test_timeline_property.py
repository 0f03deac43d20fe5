"""Random histories: whatever is recorded, corrected and restricted, what must hold holds.

Each example records whole histories, so a few dozen of them take some seconds.
"""

from __future__ import annotations

import functools
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.comparing import plan
from tests.test_history import assert_same_plan
from tracker import Plan, export_excel
from tracker.output.as_json import action_values, summary_values
from tracker.output.as_json_changes import comparison_values
from tracker.store import History
from tracker.store.schema import figures
from tracker.store.trails import packed_trail, trail_from
from tracker.summaries import summarise, totals
from tracker.timeline import Position, Timeline
from tracker.timeline.trail import NO_TRAIL, trail_of

NAME = "Plan"
DAYS = [date(2016, 1, 31), date(2016, 3, 31), date(2016, 5, 31), date(2016, 7, 31)]
DUES = [None, date(2015, 11, 30), date(2016, 2, 29), date(2016, 6, 30), date(2016, 12, 31)]
TOKENS = ["nightjar", "dunnock", "whimbrel", "corncrake", "wryneck", "fieldfare"]
WORDINGS = [
    "Audit every custody record that {} keeps at its own station",
    "Rewrite the whole disposal policy of {} and have it agreed",
    "Link duplicate nominals of {} before any referral is decided",
    "Train all new officers of {} in the code of practice",
    "Close the stand-alone intelligence systems that {} still uses",
    "Report to the board on what {} has spent on scanning",
]
REWORDED = "{} by the end of the year"


@dataclass(frozen=True)
class Row:
    """One action of one position; ``who`` says which action it is, whatever it is called."""

    who: int
    renumbered: bool
    reworded: bool
    original: date | None
    revised: date | None
    status: str
    restricted: bool

    def fields(self) -> dict[str, Any]:
        wording = WORDINGS[self.who].format(TOKENS[self.who])
        return {
            "reference": f"A{self.who + self.renumbered}",  # another's, where it is another
            "recommendation": str(self.who % 2 + 1),
            "action": REWORDED.format(wording) if self.reworded else wording,
            "owner": f"Head of {TOKENS[self.who]}",
            "owners": (f"Head of {TOKENS[self.who]}",),
            "original_due": self.original,
            "revised_due": self.revised,
            "status": self.status,
            "restricted": self.restricted,
            "sheet": "Plan",
            "row": self.who + 2,
        }


@dataclass(frozen=True)
class Version:
    """One file: its rows, the day it is recorded for, and whether it states that day."""

    day: date
    rows: tuple[Row, ...]
    dated: bool
    number: int

    @property
    def plan(self) -> Plan:
        made = plan(*(row.fields() for row in self.rows))
        source = replace(made.source, sha256=f"{self.number:064d}")
        names = {"reference": "Ref", "action": "Action", "owner": "Lead", "original_due": "Due"}
        cells = {heading: as_typed(made.actions[name]) for name, heading in names.items()}
        return replace(
            made,
            as_at=self.day if self.dated else None,
            source=source,
            columns=names,
            original=pd.DataFrame(cells, index=made.actions.index, dtype="object"),
        )

    @property
    def data(self) -> bytes:
        return f"{self.number}".encode()

    @property
    def when(self) -> datetime:
        return datetime(2017, 1, 1, tzinfo=UTC) + (self.day - DAYS[0]) * 24 + self.number * _MINUTE


def as_typed(column: pd.Series[Any]) -> list[Any]:
    """A column's values as the cells of a sheet hold them."""
    return [None if pd.isna(v) else v.date() if hasattr(v, "date") else v for v in column]


_MINUTE = datetime(2017, 1, 1, 0, 1) - datetime(2017, 1, 1)

rows = st.builds(
    Row,
    who=st.integers(0, len(WORDINGS) - 1),
    renumbered=st.booleans(),
    reworded=st.booleans(),
    original=st.sampled_from(DUES),
    revised=st.sampled_from(DUES),
    status=st.sampled_from(["in_progress", "not_started", "complete", "withdrawn"]),
    restricted=st.sampled_from([False, False, False, True]),
)
files = st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row.who).map(tuple)
histories = st.lists(st.tuples(files, st.booleans()), min_size=2, max_size=len(DAYS)).map(
    lambda every: [
        Version(day, rows, dated, number)
        for number, (day, (rows, dated)) in enumerate(zip(DAYS, every, strict=False))
    ]
)


@functools.cache
def empty() -> bytes:
    """A history in which nothing is recorded: its tables are made once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.sqlite3"
        with History(f"sqlite:///{file}") as made, made.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


@contextmanager
def history() -> Iterator[History]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.sqlite3"
        file.write_bytes(empty())
        with History(f"sqlite:///{file}") as opened:
            yield opened


def record(kept: History, version: Version) -> int:
    recorded = kept.record(
        version.plan, name=NAME, as_at=version.day, data=version.data, who="", when=version.when
    )
    return recorded.id


def originals(timeline: Timeline) -> list[list[Any]]:
    """What is original of each position's actions and recommendations."""
    names = ["original_due", "recommendation_original", "date_moves"]
    return [each.actions[names].astype(str).to_numpy().tolist() for each in timeline.baselines]


def in_memory(versions: list[Version]) -> Timeline:
    return Timeline.of([Position.of(version.plan, version.day) for version in versions])


@settings(max_examples=6)
@given(histories)
def test_no_original_changes_by_what_is_recorded_later_or_by_another_name(versions):
    with history() as kept:
        before: list[list[Any]] = []
        for version in versions:
            record(kept, version)
            now = originals(kept.timeline(NAME))
            assert now[: len(before)] == before
            before = now
        kept.rename(NAME, "Another", who="")
        assert originals(kept.timeline("Another")) == before


@settings(max_examples=6)
@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_recording_says_nothing_and_a_stored_timeline_is_the_same(versions, chance):
    shuffled = chance.sample(versions, len(versions))
    with history() as kept:
        ids = {version.number: record(kept, version) for version in shuffled}
        loaded, made = kept.timeline(NAME), in_memory(versions)
        assert originals(loaded) == originals(made)
        for there, here, version in zip(loaded.positions, made.positions, versions, strict=True):
            assert (there.as_at, there.stated) == (here.as_at, here.stated)
            pd.testing.assert_frame_equal(there.actions, here.actions)
            assert_same_plan(kept.load(ids[version.number]), version.plan)
            assert_same_plan(there.plan, version.plan)


@settings(max_examples=5)
@given(histories, files)
def test_a_correction_changes_what_was_said_and_nothing_else_and_is_undone(versions, corrected):
    wrong = versions[0]
    better = Version(wrong.day, corrected, True, 9)
    with history() as kept:
        for version in versions:
            record(kept, version)
        old, new = kept.recorded(NAME)[0].id, record(kept, better)
        before = kept.timeline(NAME), kept.portfolio()
        effect = kept.effect(old, by=new)
        kept.supersede(old, by=new, reason="A draft", who="")
        after = kept.timeline(NAME)
        was, now = (each.baseline.actions for each in (before[0], after))
        other = was["original_due"].ne(now["original_due"])
        other &= was["original_due"].notna() | now["original_due"].notna()
        named = effect.originals[effect.originals["what"].eq("action")]["name"]
        assert sorted(named) == sorted(now["reference"][other])
        assert kept.portfolio()["overdue"].tolist() == [effect.after["overdue"]]
        kept.undo(old, who="")
        assert originals(kept.timeline(NAME)) == originals(before[0])
        pd.testing.assert_frame_equal(kept.portfolio(), before[1])


def without_marks(versions: list[Version]) -> list[Version]:
    """The same files with no row restricted: then a position changes nothing of those before."""
    return [replace(v, rows=tuple(replace(r, restricted=False) for r in v.rows)) for v in versions]


def figures_stored(kept: History) -> dict[tuple[int, bool], tuple[int, Any]]:
    with kept.engine.connect() as connection:
        found = connection.execute(select(figures)).all()
    return {(row.recorded_id, row.public): (row.restricted, json.loads(row.body)) for row in found}


def figures_worked_out(timeline: Timeline) -> dict[tuple[int, bool], tuple[int, Any]]:
    """Of each position as a page works them out, from all positions together."""
    found = {}
    for position in timeline.positions:
        assert position.recorded is not None
        whole = timeline.using(position)
        for public, shown in ((False, whole), (True, whole.redacted())):
            summary = totals(shown.measured(), confirmed=position.tells_confirmed)
            values = json.loads(json.dumps(summary, default=date.isoformat))
            found[position.recorded.id, public] = (int(whole.withheld[whole.place].sum()), values)
    return found


@settings(max_examples=5)
@given(histories, st.booleans(), files, st.data())
def test_the_figures_stored_are_those_of_the_whole_timeline(versions, marked, corrected, data):
    known = versions if marked else without_marks(versions)
    order = data.draw(st.sampled_from([known, known, known[::-1]]))
    with history() as kept:
        for version in order:
            recorded_id = record(kept, version)
            assert figures_stored(kept) == figures_worked_out(kept.timeline(NAME))
            match data.draw(st.sampled_from(["nothing", "nothing", "correct", "redate", "delete"])):
                case "correct":
                    other = Version(version.day, corrected, True, version.number + 10)
                    kept.record(
                        other.plan,
                        name=NAME,
                        as_at=other.day,
                        data=other.data,
                        who="",
                        when=other.when,
                        corrects=recorded_id,
                        reason="A draft",
                    )
                case "redate":
                    kept.redate(recorded_id, version.day - timedelta(days=45), who="")
                case "delete":
                    kept.delete(recorded_id, who="")
            assert figures_stored(kept) == figures_worked_out(kept.timeline(NAME))


@settings(max_examples=12)
@given(histories)
def test_a_trail_goes_on_as_the_timeline_does(versions):
    positions = [Position.of(version.plan, version.day) for version in versions]
    trail = NO_TRAIL
    for number, position in enumerate(positions, start=1):
        step = trail.next(position)
        if step is None:
            break
        trail = step.trail
        timeline = Timeline.of(positions[:number])
        assert packed_trail(trail) == packed_trail(trail_of(timeline))
        trail = trail_from(packed_trail(trail))
        assert step.withheld.tolist() == timeline.withheld[-1].tolist()
        same = ["original_due", "revised_due", "slippage_days"]
        pd.testing.assert_frame_equal(step.measured[same], timeline.measured()[same])


@settings(max_examples=12)
@given(histories)
def test_the_balance_adds_up_whole_and_public(versions):
    whole = in_memory(versions)
    for timeline in (whole, whole.redacted()):
        for place, position in enumerate(timeline.positions[1:], start=1):
            comparison = timeline.using(position).compared(timeline.positions[place - 1])
            assert comparison is not None
            lines = comparison.balance
            came = lines["opening"] + lines["added"] + lines["reopened"]
            went = lines["completed"] + lines["withdrawn"] + lines["removed"]
            assert came - went == lines["closing"] == int(comparison.after["is_open"].sum())


def public_words(timeline: Timeline, as_at: date) -> str:
    """Everything that is made of a public timeline, as text."""
    public = timeline.redacted()
    shown, measured = public.baseline, public.measured(as_at)
    said: list[Any] = [action_values(shown, measured), summary_values(summarise(measured))]
    said += [finding.as_dict() for finding in shown.findings_as_at(as_at)]
    comparison = public.compared(as_at=as_at)
    if comparison is not None and public.previous is not None:
        said.append(comparison_values(public.previous.plan, public.in_use.plan, comparison))
    said.append(public.trend(as_at).recommendations.to_csv())
    with zipfile.ZipFile(io.BytesIO(export_excel(shown, measured, as_at=as_at))) as archive:
        said += [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    return json.dumps(said, ensure_ascii=False, default=str).casefold()


@settings(max_examples=5)
@given(histories, st.data())
def test_no_restricted_word_is_in_anything_public_at_any_day(versions, data):
    in_use = data.draw(st.sampled_from(versions))
    with history() as kept:
        for version in versions:
            record(kept, version)
        over = kept.timeline(NAME)
        uploaded = replace(in_use, number=99)
        day = in_use.day if uploaded.dated else date.min
        for timeline in (
            over.using(next(p for p in over.positions if p.as_at == in_use.day)),
            over.using(Position.of(uploaded.plan, in_use.day)),
        ):
            since = [version for version in versions if version.day > day]
            marked = {row.who for each in (in_use, *since) for row in each.rows if row.restricted}
            for as_at in (DAYS[0], date(2019, 1, 1)):
                words = public_words(timeline, as_at)
                assert [TOKENS[who] for who in marked if TOKENS[who] in words] == []
