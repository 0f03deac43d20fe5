"""What a tab remembers, and that none remembers a plan which is no longer held."""

from streamlit.testing.v1 import AppTest

from tests.test_pages import PLAN, session_of, started, uploaded, words
from ui import plan_source
from ui.session import OfPlan, let_go


def forgotten(app: AppTest) -> AppTest:
    next(each for each in app.button if each.label == "Forget my plan").click().run()
    return next(each for each in app.button if each.label == "Forget it").click().run()


def test_forgetting_in_one_tab_empties_the_others_before_anybody_touches_them(monkeypatch):
    monkeypatch.setattr(plan_source, "browser", lambda: "one")
    first, second = uploaded(PLAN), started("slippage")
    monkeypatch.setattr(plan_source, "browser", lambda: "another")
    elsewhere = uploaded(PLAN)
    before = session_of(elsewhere).plan.view
    assert session_of(second).plan.view.in_use.name == "plan.csv"
    monkeypatch.setattr(plan_source, "browser", lambda: "one")
    forgotten(first)
    assert session_of(second).plan == OfPlan()
    assert session_of(elsewhere).plan.view is before
    assert "no longer held" in words(second.run())
    assert "no longer held" not in words(first)


def test_a_tab_left_open_lets_go_of_a_plan_that_nobody_used_for_long():
    app = uploaded(PLAN)
    let_go(plan_source.UPLOADS.holds)
    assert session_of(app).plan.view is not None
    plan_source.UPLOADS = type(plan_source.UPLOADS)()  # as after two hours
    let_go(plan_source.UPLOADS.holds)
    assert session_of(app).plan == OfPlan()
    assert "no longer held" in words(app.run())


def test_a_file_read_again_in_one_tab_is_read_so_in_the_others(monkeypatch):
    monkeypatch.setattr(plan_source, "browser", lambda: "one")
    first, second = uploaded(PLAN), started()
    first.file_uploader[0].upload("plan.csv", PLAN + b"1.3,6,Gamma,ICT,In progress\n").run()
    let_go(plan_source.UPLOADS.holds)
    assert session_of(second).plan == OfPlan()
    assert "5 actions" in words(second.run())
    assert "no longer held" not in words(second)


def test_a_tab_with_a_recorded_position_open_lets_go_of_a_plan_once():
    """It does not look for its own upload meanwhile."""
    app = uploaded(PLAN)
    let_go(lambda _: False)
    emptied = session_of(app).plan
    let_go(lambda _: False)
    assert session_of(app).plan is emptied
    assert session_of(app).gone
