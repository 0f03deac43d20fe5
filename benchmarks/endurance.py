"""Twenty people at once for five minutes: uploading, filtering, downloading, coming and going.

Each has plans of their own, with a mark in every text and a number of actions that nobody else
has. Whatever reaches somebody (each message to the page, each download) must hold their own figures
and nobody else's mark. One of the twenty only uploads what is meant to do harm. Anything that goes
wrong ends the run. ``python -m benchmarks.endurance [MINUTES]``
"""

from __future__ import annotations

import functools
import io
import random
import re
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from openpyxl import Workbook

from benchmarks.memory import megabytes
from benchmarks.pages import running
from benchmarks.table import Row, show
from benchmarks.visitor import Failed, Visitor

PEOPLE = 20
MINUTES = 5.0
VISIT_SECONDS = 60
"""After which somebody closes their browser and comes back with another."""

THINKS = 4.0
"""Seconds between two things that somebody does, at the mean; never the same twice."""

SETTLES = 180
"""Seconds after which Streamlit has let go of the sessions of closed browsers (it takes 120)."""

PAGES = ("slippage", "recommendations", "owners", "forecast", "check", "")
MEMORY_AT_MOST, CLICK_AT_MOST = 1.25, 1.0
CLICK_SECONDS = 2.0
KINDS = ("bomb", "deep", "cut", "noise", "wide")
VERSIONS = 12
MARK = re.compile(rb"Mark(\d\d)x")


@dataclass
class Seen:
    """What was done by all of them, and how long each took, in seconds."""

    times: dict[str, list[float]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def timed(self, what: str, work: Callable[[], object]) -> None:
        """Do it and note how long it took."""
        start = time.perf_counter()
        work()
        with self.lock:
            self.done[what] += 1
            self.times.setdefault(what, []).append(time.perf_counter() - start)

    def at_95th(self, what: str) -> float:
        """Seconds that 95 of 100 did not exceed."""
        ordered = sorted(self.times[what])
        return ordered[int(0.95 * (len(ordered) - 1))]


@functools.cache
def plan_of(person: int, version: int) -> tuple[bytes, int, int]:
    """Somebody's plan as a workbook; how many actions it has, and how many are complete.

    No two people have a plan of the same number of actions.
    """
    actions = 40 + person + PEOPLE * version
    done = actions // 3
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Position as at 30 April 2016"])
    sheet.append(["Ref", "Recommendation", "Action", "Owner", "Original timescale", "Status"])
    mark = f"Mark{person:02}x"
    for number in range(actions):
        sheet.append(
            [
                f"{number + 1}",
                f"{number % 7 + 1}",
                f"{mark} does part {number + 1}",
                f"{mark} {number % 5}",
                "30/11/2015",
                "Complete" if number < done else "In progress",
            ]
        )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), actions, done


def check_marks(person: int, data: bytes, what: str) -> None:
    """Nobody else's mark is in it. Raises where one is."""
    others = {int(mark) for mark in MARK.findall(data)} - {person}
    if others:
        raise Failed(f"{what} of person {person} has the marks of {sorted(others)}")


def check_page(person: int, visitor: Visitor) -> None:
    """Nothing that the page was sent is somebody else's, and nothing went wrong."""
    for message in visitor.sent:
        check_marks(person, message, "a page")
    kinds = {element.WhichOneof("type") for element in visitor.elements.values()}
    if "exception" in kinds or "Something went wrong" in visitor.text():
        raise Failed(f"a page of person {person} failed: {visitor.text()[:500]}")


def check_workbook(person: int, data: bytes, actions: int) -> None:
    """A downloaded workbook is whole, has their mark and nobody else's, and so many actions."""
    from tracker import read_plan

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            check_marks(person, archive.read(name), f"{name} of a download")
    plan = read_plan(data, name="download.xlsx")
    if len(plan.actions) != actions:
        raise Failed(f"a download of person {person} has {len(plan.actions)}, not {actions}")


def plain(text: str) -> str:
    """A page's words without the strokes that keep them from being Markdown."""
    return text.replace("\\", "")


def think(chance: random.Random) -> None:
    """Look at what is shown, for a while."""
    time.sleep(chance.uniform(0, 2 * THINKS))


def visit(url: str, person: int, seen: Seen, until: float) -> None:
    """One browser's visit: a plan, filters, pages, a download; then another version of the plan."""
    chance = random.Random(f"{person} {time.monotonic()}")
    leaves = min(until, time.monotonic() + VISIT_SECONDS)
    with Visitor(url) as visitor:
        while time.monotonic() < leaves:
            data, actions, done = plan_of(person, chance.randrange(VERSIONS))
            visitor.turn_to("")
            seen.timed("upload", lambda data=data: visitor.upload(f"plan {person:02}.xlsx", data))
            check_page(person, visitor)
            said = f"{done} of {actions} actions"
            if said not in plain(visitor.text()):
                raise Failed(f"person {person} was not told “{said}”: {visitor.text()[:800]}")
            for page in chance.sample(PAGES, 3):
                seen.timed("page", lambda page=page: visitor.turn_to(page))
                check_page(person, visitor)
                for on in (True, False):
                    seen.timed("filter", lambda on=on: visitor.toggle("Overdue only", on))
                    check_page(person, visitor)
                    think(chance)
            check_workbook(person, visitor.download("Download filtered Excel"), actions)
            seen.done["download"] += 1
            think(chance)


@functools.cache
def harmful(kind: str) -> tuple[str, bytes]:
    """A file that no plan is in: a bomb, nested deeply, cut short, or of no kind at all."""
    chance = random.Random(2015)
    if kind in ("bomb", "deep"):
        inside = b"A" * 300_000_000 if kind == "bomb" else b"<a>" * 2_000_000
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", inside)
        return "bomb.xlsx", buffer.getvalue()
    if kind == "cut":
        data = plan_of(0, 0)[0]
        return "cut.xlsx", data[: chance.randrange(1, len(data))]
    if kind == "wide":
        return "wide.csv", b",".join([b"Ref"] * 60_000) + b"\n"
    return "noise.xls", chance.randbytes(200_000)


def attack(url: str, seen: Seen, until: float) -> None:
    """Somebody whose every upload is meant to do harm: each is refused in words."""
    chance = random.Random(2015)
    while time.monotonic() < until:
        with Visitor(url) as visitor:
            for _ in range(4):
                name, data = harmful(chance.choice(KINDS))
                seen.timed("refusal", lambda n=name, d=data: visitor.upload(n, d))
                kinds = {element.WhichOneof("type") for element in visitor.elements.values()}
                if "alert" not in kinds or "exception" in kinds:
                    raise Failed(f"{name} was not refused: {visitor.text()[:500]}")
                time.sleep(1)


def person(url: str, number: int, seen: Seen, until: float) -> None:
    """Visits one after the other until the time is over. The first of all does harm."""
    time.sleep(number * 0.2)
    if number == 0:
        attack(url, seen, until)
    while number and time.monotonic() < until:
        visit(url, number, seen, until)
        seen.done["visit"] += 1


def rows(minutes: float = MINUTES) -> Iterator[Row]:
    """Memory at the end against that after the first fifth, and how long clicks took."""
    seen = Seen()
    for each in KINDS:  # made beforehand: what makes them shares the processors with the server
        harmful(each)
    for number in range(1, PEOPLE):
        for version in range(VERSIONS):
            plan_of(number, version)
    with running("app.py") as (url, process), ThreadPoolExecutor(PEOPLE) as pool:
        before = megabytes(process)
        start = time.monotonic()
        until = start + 60 * minutes
        visits = [pool.submit(person, url, number, seen, until) for number in range(PEOPLE)]
        marks: list[tuple[float, float]] = []
        while not all(each.done() for each in visits):
            time.sleep(1)
            marks.append((time.monotonic() - start, megabytes(process)))
            if failed := [each for each in visits if each.done() and each.exception()]:
                failed[0].result()
        time.sleep(SETTLES)
        after = megabytes(process)
        early = max(mb for when, mb in marks if when <= 12 * minutes)
        late = max(mb for when, mb in marks if when >= 48 * minutes)
        counts = ", ".join(f"{number} {what}s" for what, number in sorted(seen.done.items()))
        print(f"{PEOPLE} people, {minutes:g} minutes, no error, no mark of another: {counts}.")
        print(f"Memory, MB: {before:.0f} at the start, {after:.0f} when all had been gone a while.")
        name = f"{PEOPLE} people at once"
        yield Row(f"{name}, memory", "in the first minute", 60, late, early, MEMORY_AT_MOST, "MB")
        for what in ("filter", "page", "upload"):
            taken = seen.at_95th(what)
            against = f"{CLICK_SECONDS:g} s"
            yield Row(f"{name}, {what}", against, 60, taken, CLICK_SECONDS, CLICK_AT_MOST)


def main(minutes: float) -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows(minutes)) else 1


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
