"""What a later position marks as restricted is not seen in an earlier one, on whatever page."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import started, turned_to, words
from tests.test_pages_check import press
from tests.test_pages_public import PLAN, SECRET, everything_sent
from tests.test_pages_recording import tabs
from tests.test_sign_in import log as log
from tests.test_sign_in import record_plan, signed_in
from tracker import read_plan
from tracker.store import History
from tracker.timeline import Recorded

JANUARY, MARCH, MAY = date(2016, 1, 31), date(2016, 3, 31), date(2016, 5, 31)
VIEWER, MANAGER = "a@opcc.example", "manager@force.example"


def before_it_was_marked(as_at: date, words_of_it: str) -> Recorded:
    """A position before April's, in which nothing is marked yet."""
    plan = PLAN.replace(b"OFFICIAL-SENSITIVE", b"OFFICIAL")
    return record_plan(plan.replace(b"30 April 2016", words_of_it.encode()), "Force plan", as_at)


@pytest.fixture
def march(log) -> Recorded:
    return before_it_was_marked(MARCH, "31 March 2016")


@pytest.fixture
def may(march: Recorded) -> Recorded:
    """A position in which the restricted actions are no longer."""
    kept = [line for line in PLAN.splitlines() if b"SENSITIVE" not in line]
    plan = b"\n".join(kept).replace(b"30 April 2016", b"31 May 2016")
    return record_plan(plan, "Force plan", MAY)


def opened(recorded: Recorded, page: str) -> AppTest:
    return started(page, position=str(recorded.id))


def over_all(recorded: Recorded) -> AppTest:
    """The Changes page of a position, over all positions."""
    return started("changes", position=str(recorded.id), span="Over all positions")


def leaked(app: AppTest) -> list[str]:
    assert not app.exception
    sent = everything_sent(app)
    return [word for word in SECRET if word.encode() in sent]


@pytest.mark.parametrize("page", ["changes", "forecast", "slippage", "records"])
def test_no_page_of_an_earlier_position_has_a_word_of_it(monkeypatch, march, page):
    before_it_was_marked(JANUARY, "31 January 2016")
    signed_in(monkeypatch, VIEWER)
    assert leaked(opened(march, page)) == []


@pytest.mark.parametrize("of", ["march", "may"])
def test_as_known_on_an_earlier_date_leaves_it_out(monkeypatch, march, may, of):
    signed_in(monkeypatch, VIEWER)
    app = over_all({"march": march, "may": may}[of])
    app.selectbox(key="known").set_value(0).run()
    assert leaked(app) == []
    assert "Alpha" in everything_sent(app).decode(errors="replace")


@pytest.mark.parametrize(("as_at", "known"), [(date(2016, 4, 30), 1), (date(2019, 1, 1), 2)])
def test_another_as_at_date_brings_it_back_nowhere(monkeypatch, march, as_at, known):
    signed_in(monkeypatch, VIEWER)
    app = over_all(march)
    app.date_input(key="as_at").set_value(as_at).run()
    assert leaked(app) == []
    moves = [table.value for table in app.dataframe if "Times moved" in table.value]
    counts = [dict(zip(each["Owner"], each["Actions"], strict=True)) for each in moves[:1]]
    assert counts == [{"Records": 2, "ICT": 1}] * (known - 1)  # with one there is no trend


def test_what_is_restricted_since_is_not_listed_as_removed(monkeypatch, march):
    before_it_was_marked(JANUARY, "31 January 2016")
    signed_in(monkeypatch, VIEWER)
    app = opened(march, "changes")
    assert leaked(app) == []
    assert "removed" not in words(app).casefold()


def test_a_superseded_position_is_not_offered_to_somebody_who_may_not_open_it(monkeypatch, march):
    better = PLAN.replace(b"30 April 2016", b"31 March 2016")
    new = record_plan(better, "Force plan", MARCH, corrects=march.id, reason="markings missing")
    signed_in(monkeypatch, VIEWER)
    app = over_all(new)
    offered = app.selectbox(key="known").options
    assert not [each for each in offered if "superseded" in each]
    assert len(offered) == 2
    signed_in(monkeypatch, MANAGER)
    assert len(over_all(new).selectbox(key="known").options) == 3


def test_a_managers_public_version_of_an_earlier_position_leaves_it_out_too(monkeypatch, log):
    some = PLAN.replace(
        b"31/07/2019,In progress,Whimbrel,OFFICIAL-SENSITIVE",
        b"31/07/2019,In progress,Whimbrel,OFFICIAL",
    )
    march = record_plan(some.replace(b"30 April 2016", b"31 March 2016"), "Force plan", MARCH)
    signed_in(monkeypatch, MANAGER)
    app = opened(march, "overview")
    assert leaked(app)
    app.toggle(key="public").set_value(True).run()
    assert "2 restricted actions left out" in words(app)
    assert leaked(app) == []


def test_the_portfolio_of_an_earlier_day_has_none_of_it_for_who_may_not_see_it(monkeypatch, march):
    record_plan(PLAN, "Another plan", MARCH)
    signed_in(monkeypatch, VIEWER)
    app = turned_to(started(), "records")
    app.date_input(key="portfolio_up_to").set_value(MARCH).run()
    assert app.dataframe[0].value["Actions"].tolist() == [2, 2]
    assert "4 restricted actions left out" in words(app)


def test_public_stays_on_where_the_earlier_position_marks_nothing_itself(monkeypatch, march):
    signed_in(monkeypatch, MANAGER)
    app = started("overview", position="1", public="true")
    assert leaked(app) == []
    app.selectbox(key="opened_position_1").set_value(march.id).run()
    assert "as at 31 March 2016" in words(app)
    assert "2 restricted actions left out" in words(app)
    assert leaked(app) == []


def upload(data: bytes, page: str) -> AppTest:
    app = started()
    app.file_uploader[0].upload("Force plan.csv", data, "text/csv").run()
    press(app, "Yes, it is")
    app.toggle(key="public").set_value(True).run()
    return turned_to(app, page)


@pytest.mark.parametrize("page", ["overview", "changes"])
def test_an_earlier_file_uploaded_again_has_none_of_it_in_its_public_version(
    monkeypatch, march, page
):
    signed_in(monkeypatch, MANAGER)
    earlier = PLAN.replace(b"OFFICIAL-SENSITIVE", b"OFFICIAL")
    app = upload(earlier.replace(b"30 April 2016", b"29 February 2016"), page)
    assert leaked(app) == []


def test_an_upload_of_the_same_date_that_marks_more_hides_it_in_what_is_recorded(
    monkeypatch, march
):
    signed_in(monkeypatch, MANAGER)
    app = upload(PLAN.replace(b"30 April 2016", b"31 March 2016"), "changes")
    assert leaked(app) == []
    assert "removed" not in words(app).casefold()


def test_a_marking_taken_off_later_makes_no_action_removed(monkeypatch, march):
    unmarked = PLAN.replace(b"OFFICIAL-SENSITIVE", b"OFFICIAL")
    record_plan(unmarked.replace(b"30 April 2016", b"31 May 2016"), "Force plan", MAY)
    signed_in(monkeypatch, VIEWER)
    app = started("changes", position="1")
    assert leaked(app) == []
    assert "removed" not in words(app).casefold()


def test_an_owners_trend_is_of_the_same_actions_throughout(monkeypatch, log):
    record_plan(PLAN.replace(b"30 April 2016", b"31 March 2016"), "Force plan", MARCH)
    signed_in(monkeypatch, "owner@force.example")
    from ui import trends

    counts: list[list[int]] = []
    shown = trends.over_time

    def noted(view):
        over = shown(view)
        counts.append(over.positions["actions"].tolist())
        return over

    monkeypatch.setattr(trends, "over_time", noted)
    assert not started("changes", position="1", span="Over all positions").exception
    assert counts[-1] == [4, 4]


def test_a_viewers_trend_of_a_workbook_with_tabs_is_of_what_is_recorded(monkeypatch, log):
    data = tabs(JANUARY, MARCH)
    with History() as history:
        recorded = history.record(
            read_plan(data, name="Tabs.xlsx"), name="Tabs", as_at=MARCH, data=data, who=""
        )
    signed_in(monkeypatch, VIEWER)
    for page in ("forecast", "changes"):
        app = opened(recorded, page)
        assert not app.exception


def test_a_link_to_a_plan_opens_its_last_position_as_corrected_without_a_word_of_it(
    monkeypatch, may
):
    kept = [line for line in PLAN.splitlines() if b"SENSITIVE" not in line]
    better = b"\n".join(kept).replace(b"30 April", b"31 May").replace(b"Alpha", b"Alpha put right")
    record_plan(better, "Force plan", MAY, corrects=may.id, reason="A wrong word")
    signed_in(monkeypatch, VIEWER)
    app = started("owners", plan="Force plan", owner="Records")
    assert leaked(app) == []
    assert "as at 31 May 2016" in words(app)
    assert "Alpha put right" in words(app)
