"""The words of reports in the making: whose they are, for how long, and how many."""

from tracker.report.own_words import ReportWords
from ui.held_uploads import UNUSED_SECONDS, DraftStore

FIRST, SECOND = ReportWords(author="First"), ReportWords(author="Second")


class Clock:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_words_are_kept_for_their_browser_and_plan_alone() -> None:
    store = DraftStore()
    store.put("a", "Plan", FIRST)

    assert store.get("a", "Plan") == FIRST
    assert store.get("b", "Plan") is None
    assert store.get("a", "Another plan") is None
    store.put("a", "Plan", SECOND)
    assert store.get("a", "Plan") == SECOND


def test_words_go_two_hours_after_their_last_use() -> None:
    clock = Clock()
    store = DraftStore(clock=clock)
    store.put("a", "Plan", FIRST)
    clock.now += UNUSED_SECONDS - 1
    assert store.get("a", "Plan") == FIRST
    clock.now += UNUSED_SECONDS - 1
    store.expire()
    assert store.get("a", "Plan") == FIRST
    clock.now += UNUSED_SECONDS
    assert store.get("a", "Plan") is None


def test_a_browsers_words_are_forgotten_together() -> None:
    store = DraftStore()
    for plan in ("One", "Two"):
        store.put("a", plan, FIRST)
        store.put("b", plan, SECOND)
    store.forget("a")

    assert [store.get("a", plan) for plan in ("One", "Two")] == [None, None]
    assert [store.get("b", plan) for plan in ("One", "Two")] == [SECOND, SECOND]


def test_the_longest_unused_words_give_way_when_there_are_too_many() -> None:
    clock = Clock()
    store = DraftStore(max_drafts=2, clock=clock)
    for browser in ("a", "b"):
        store.put(browser, "Plan", FIRST)
        clock.now += 1
    store.get("a", "Plan")
    clock.now += 1
    store.put("c", "Plan", SECOND)

    assert store.get("b", "Plan") is None
    assert store.get("a", "Plan") == FIRST
    assert store.get("c", "Plan") == SECOND
