"""The store of uploads: whose they are, how many there may be, and when they go."""

import threading
import tracemalloc
from hashlib import sha256

import pandas as pd
import pytest

from tracker import Plan
from tracker.book import Book, Sheet, bytes_held, column_of
from tracker.fields import actions_frame
from tracker.reading.source import Source
from ui.held_uploads import StoreFull, UploadStore

HOUR = 3600
MINUTE = 60


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def plan_of(rows: int) -> Plan:
    actions = actions_frame({"action": [f"Action {n}" for n in range(rows)]})
    original = pd.DataFrame({"Action": actions["action"]})
    return Plan(
        actions, original, {"action": "Action"}, (), None, Source("plan.xlsx", ("A",), 1, rows)
    )


def book_of(name: str = "plan.xlsx", sha256: str = "", rows: int = 0) -> Book:
    """A book whose one column holds the same texts in another place in memory."""
    column = column_of([f"Cell {n}" for n in range(rows)])
    return Book("xlsx", name, (Sheet("Plan", [column]),), sha256)


def held(book: Book, plan: Plan) -> int:
    return bytes_held(book, plan.actions, plan.original)


def size_of(rows: int) -> int:
    return held(book_of(), plan_of(rows))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> UploadStore:
    return UploadStore(max_uploads=3, max_bytes=size_of(100), clock=clock)


def keep(store: UploadStore, browser: str, rows: int = 1, content: bytes = b"file"):
    book = book_of(f"{browser}.xlsx", sha256(content).hexdigest())
    return store.put(browser, content=content, book=book, plan=plan_of(rows))


def keep_waiting(store: UploadStore, browser: str) -> None:
    """A file in which no plan was found."""
    store.put(browser, content=b"odd", book=book_of("odd.xlsx"), plan=None)


def test_a_browser_gets_back_its_own_plan_and_no_other(store):
    keep(store, "first")
    keep(store, "second")
    assert store.get("first").name == "first.xlsx"
    assert store.get("second").name == "second.xlsx"
    assert store.get("third") is None


def test_a_newer_upload_takes_the_place_of_the_older_one_of_the_same_browser(store):
    older = keep(store, "first")
    newer = keep(store, "first")
    assert store.get("first").id == newer.id != older.id


def test_the_same_file_has_the_same_digest_and_another_upload_id(store):
    one, two = keep(store, "first", content=b"abc"), keep(store, "second", content=b"abc")
    # The SHA-256 of "abc", from the standard that defines it (FIPS 180-2, appendix B.1).
    assert one.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert one.sha256 == two.sha256
    assert one.id != two.id


def test_a_plan_is_gone_two_hours_after_its_last_use(store, clock):
    keep(store, "first")
    clock.seconds = 2 * HOUR - 1
    assert store.get("first") is not None  # and so used again
    clock.seconds = 4 * HOUR - 2
    assert store.get("first") is not None
    clock.seconds += 2 * HOUR
    assert store.get("first") is None


def test_what_has_expired_is_dropped_without_anybody_asking_for_it(store, clock):
    keep(store, "first")
    clock.seconds = 2 * HOUR
    store.expire()
    clock.seconds = 0  # as if it had not expired
    assert store.get("first") is None


def test_a_forgotten_plan_is_gone_and_the_others_stay(store):
    keep(store, "first")
    keep(store, "second")
    store.forget("first")
    store.forget("nobody")
    assert store.get("first") is None
    assert store.get("second") is not None


def test_over_the_number_the_longest_unused_goes(store, clock):
    for minute, browser in enumerate(("first", "second", "third")):
        clock.seconds = minute * MINUTE
        keep(store, browser)
    clock.seconds = 20 * MINUTE
    store.get("first")
    keep(store, "fourth")
    held = [name for name in ("first", "second", "third", "fourth") if store.get(name)]
    assert held == ["first", "third", "fourth"]


def test_over_the_size_the_longest_unused_go_until_it_fits(store, clock):
    keep(store, "first", rows=40)
    clock.seconds = MINUTE
    keep(store, "second", rows=40)
    clock.seconds = 20 * MINUTE
    keep(store, "third", rows=50)
    assert store.get("first") is None
    assert store.get("second") is not None
    assert store.get("third") is not None


def test_a_plan_in_use_is_not_dropped_for_a_newer_one(store, clock):
    for browser in ("first", "second", "third"):
        keep(store, browser)
    clock.seconds = 9 * MINUTE
    with pytest.raises(StoreFull, match="try again"):
        keep(store, "fourth")
    assert all(store.get(browser) for browser in ("first", "second", "third"))


def test_a_plan_too_large_for_the_store_is_refused_and_the_old_one_kept(store):
    kept = keep(store, "first")
    with pytest.raises(StoreFull, match="larger"):
        keep(store, "first", rows=101)
    assert store.get("first").id == kept.id


def test_a_plan_counts_as_what_it_takes_in_memory():
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    book, plan = book_of(rows=20_000), plan_of(20_000)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert taken * 0.8 < held(book, plan) < taken * 1.25


def test_uploads_of_many_browsers_at_once_are_all_kept(clock):
    store = UploadStore(max_uploads=200, max_bytes=size_of(10_000), clock=clock)
    names = [f"browser {number}" for number in range(100)]
    threads = [threading.Thread(target=keep, args=(store, name)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.get(name).name for name in names] == [f"{name}.xlsx" for name in names]


def test_a_file_without_a_plan_waits_beside_the_plan_until_one_is_read_or_it_is_put_away(store):
    kept = keep(store, "first")
    keep_waiting(store, "first")
    assert store.get("first").id == kept.id
    assert store.waiting("first").content == b"odd"
    assert store.waiting("second") is None
    store.put_away("first")
    assert store.waiting("first") is None
    keep_waiting(store, "first")
    keep(store, "first")
    assert store.waiting("first") is None


def test_a_forgotten_browser_leaves_no_waiting_file(store):
    keep_waiting(store, "first")
    store.forget("first")
    assert store.waiting("first") is None


def test_the_bytes_of_the_files_count_towards_the_size(store):
    with pytest.raises(StoreFull, match="larger"):
        keep(store, "first", rows=1, content=b"x" * size_of(100))
