"""Every page, as the script that makes it: what it says of the sample and of an uploaded plan."""

import gc
import weakref
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ui.session import OfPlan, Session

ROOT = Path(__file__).parents[1]
PAGES = (
    "overview",
    "slippage",
    "recommendations",
    "owners",
    "changes",
    "forecast",
    "report",
    "check",
    "records",
    "about",
)
TITLES = {
    "overview": "How the plan stands",
    "slippage": "What has slipped, and by how much",
    "recommendations": "How each recommendation stands",
    "owners": "Who has what to do",
    "changes": "What changed since last time",
    "forecast": "What will be done by when?",
    "report": "The report to the meeting",
    "check": "Check the reading",
    "records": "What is recorded",
    "about": "What the figures mean",
}
OF_ACTIONS = PAGES[:4]

# Worked out by hand as at 30 April 2016: Alpha was 15 days late; Beta has slipped 152 days and
# goes on; Gamma is due in 31 days; Delta is withdrawn. So 1 of 3 is complete and 1 overdue.
PLAN = b"""Position as at 30 April 2016
Ref,Recommendation,Action,Owner,Original timescale,Revised,Status,Date completed,Progress,Dependency
1.1,5,Alpha,Records,30/11/2015,,Complete,15/12/2015,Done with care,
1.2,5,Beta,Records; ICT,30/11/2015,31/03/2016,In progress,,Half way,National MoPI review
2.1,6,Gamma,ICT,31/05/2016,,Not started,,,
2.2,6,Delta,,30/11/2015,,Withdrawn,,,
"""
UNDATED = b"""Ref,Recommendation,Action,Owner,Status
1.1,5,Alpha,Records,Complete
1.2,5,Beta,ICT,In progress
"""


def started(page: str = "overview", **address: object) -> AppTest:
    """The app as a new visitor meets it, with what stands in the address."""
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    return turned_to(app, page)


def session_of(app: AppTest) -> Session:
    """What the app remembers of its tab."""
    return app.session_state["_session"]


def with_figures(app: AppTest) -> AppTest:
    """The page with the tables beneath its charts opened."""
    for chart in app.get("plotly_chart"):
        key = chart.proto.id.split("-", 2)[2]
        app.session_state[f"{key}_figures"] = True
    app.run()
    assert not app.exception
    return app


def turned_to(app: AppTest, page: str) -> AppTest:
    if page != "overview":
        app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    return app


def actions_listed(app: AppTest) -> pd.DataFrame:
    """The slippage page's table of every action, opened; the app may be on any page."""
    app.session_state["every_action"] = True
    tables = [each.value for each in turned_to(app, "slippage").dataframe]
    return next(each for each in tables if "At least" in each)


def uploaded(content: bytes, name: str = "plan.csv", **address: object) -> AppTest:
    app = started(**address)
    app.file_uploader[0].upload(name, content, "application/octet-stream").run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """All that is said in the page, without the escapes and the bold of its Markdown."""
    elements = (app.title, app.caption, app.markdown, app.info, app.warning, app.error, app.text)
    said = "\n".join(element.value for kind in elements for element in kind)
    return said.replace("**", "").replace("\\", "").replace("\u2060", "")


def chips(app: AppTest) -> list[str]:
    """The filters that are set, as the plan bar says them."""
    return [
        each.label.replace("\\", "") for each in app.button if (each.key or "").startswith("chip_")
    ]


def metrics(app: AppTest) -> dict[str, tuple[str, str]]:
    return {metric.label: (metric.value, metric.delta) for metric in app.metric}


def findings(app: AppTest) -> str:
    """What the table of findings says, without the escapes of its Markdown."""
    return "\n".join(app.table[0].value.to_numpy().ravel()).replace("\\", "")


def charts(app: AppTest) -> str:
    return "\n".join(chart.proto.alt for chart in app.get("plotly_chart"))


@pytest.mark.parametrize("page", PAGES)
def test_each_page_shows_the_sample_and_says_that_it_is_illustrative(page):
    app = started(page)
    assert app.title[0].value == TITLES[page]
    assert "Illustrative sample plan" in app.info[0].value
    assert "as at 30 September 2016" in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_shows_an_uploaded_plan_without_the_banner(page):
    app = turned_to(uploaded(PLAN), page)
    assert not app.info
    assert "plan.csv, as at 30 April 2016. 4 actions." in words(app)


@pytest.mark.parametrize("page", OF_ACTIONS)
def test_filters_that_leave_nothing_are_said_and_can_be_cleared_there(page):
    app = started(page, text="nosuchword")
    assert "No action is left by these filters." in words(app)
    assert not app.get("plotly_chart")
    next(button for button in app.button if button.label == "Clear the filters").click().run()
    assert "No action is left" not in words(app)


@pytest.mark.parametrize("page", ["check", "about"])
def test_pages_that_need_no_action_stand_whatever_the_filters_leave(page):
    app = started(page, text="nosuchword")
    assert "0 of 32 actions" in words(app)
    assert "No action is left" not in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_plan_without_a_single_date_is_shown_with_dashes(page):
    app = turned_to(uploaded(UNDATED), page)
    assert "2 actions" in words(app)
    if page == "overview":
        assert metrics(app)["Median slippage"] == ("–", "")
        assert metrics(app)["Complete"] == ("1 of 2, 50%", "")
        assert metrics(app)["Completed on time"] == ("–", "")


def test_the_overview_tells_the_position_in_words_and_in_tiles():
    app = uploaded(PLAN)
    assert "1 of 3 actions (33%) is complete" in words(app)
    tiles = metrics(app)
    assert tiles == {
        "Complete": ("1 of 3, 33%", ""),
        "Overdue": ("1 of 2 open", ""),
        "Median slippage": ("15 days", ""),
        "Completed on time": ("0 of 1, 0%", ""),
    }


def test_the_overview_lists_what_is_due_next():
    due = uploaded(PLAN).dataframe[-1].value
    assert due["Action"].tolist() == ["Gamma"]


def test_slippage_is_counted_as_the_switches_say():
    app = turned_to(uploaded(PLAN), "slippage")
    assert not app.dataframe  # it is sent when it is opened
    app.session_state["every_action"] = True
    app.run()
    rows = app.dataframe[-1].value
    assert rows["Action"].tolist() == ["Beta", "Alpha", "Gamma", "Delta"]
    assert rows["Slippage in days"].tolist()[:3] == [152, 15, 0]
    app.session_state["against"] = "Revised timescale"
    app.session_state["days"] = "Working days"
    app.run()
    rows = app.dataframe[-1].value
    # From Thursday 31 March to Friday 29 April 2016: two weekdays, then four whole weeks.
    slipped = rows.set_index("Action")["Slippage against the revised timescale in working days"]
    assert slipped["Beta"] == 22


def test_the_charts_say_their_finding_in_words():
    app = turned_to(uploaded(PLAN), "slippage")
    assert "Action 1.2 has slipped most: at least 152 days" in charts(app)


def test_an_opened_recommendation_shows_its_actions_with_the_cells_they_came_from():
    app = turned_to(uploaded(PLAN), "recommendations")
    app.multiselect(key="recommendation").set_value(["5"]).run()
    assert app.title[0].value == "Recommendation 5"
    said = words(app)
    # The overdue before the complete.
    assert said.index("1.2. Beta") < said.index("1.1. Alpha")
    assert "Overdue by 152 days · Records; ICT · Recommendation 5" in said
    assert "agreed date 31 March 2016 · waiting for National MoPI review" in said
    assert "Progress: Half way" in said
    assert any("original timescale E4" in each.help for each in app.markdown)
    assert "Gamma" not in said


def test_an_action_of_two_owners_is_shown_under_each_and_the_page_says_so():
    app = turned_to(uploaded(PLAN), "owners")
    rows = app.dataframe[-1].value.set_index("Owner")
    assert "counts for each of them" in words(app)
    assert rows["Complete"].to_dict() == {
        "Records": "1 of 2, 50%",
        "ICT": "0 of 2, 0%",
        "No owner named": "–",
    }
    app.multiselect(key="owner").set_value(["ICT"]).run()
    assert app.title[0].value == "ICT"
    assert "1.2. Beta" in words(app)
    assert "with Records" in words(app)
    assert "1.1. Alpha" not in words(app)


def test_the_worked_example_on_the_about_page_is_what_the_measures_say():
    plan = b"""Ref,Action,Original timescale,Revised timescale,Status
1,Example,30/11/2015,31/03/2016,In progress
"""
    app = turned_to(uploaded(plan, as_at="2016-04-30", plan="own"), "about")
    view = session_of(app).plan.view
    row = view.measured.iloc[0]
    figures = [
        f"at least {row.slippage_days} days",
        f"at least {row.slippage_working_days} working days",
        f"{row.days_overdue} days |",
        f"{row.extension_days} days |",
        f"at least {row.slippage_against_revised_days} days",
    ]
    assert all(figure in words(app) for figure in figures)


def test_the_about_page_marks_what_is_not_verified():
    said = words(started("about"))
    assert said.count("not verified.*") == 9
    assert said.count("; verified.*") == 1


def test_the_address_sets_the_filters_and_the_date():
    app = uploaded(PLAN, plan="own", owner=["ICT"], status=["In progress"], as_at="2016-05-15")
    assert "as at 15 May 2016. 1 of 4 actions." in words(app)
    assert chips(app) == ["Owner: ICT", "Status: In progress"]
    assert "chosen here: the workbook states 30 April 2016" in words(app)


def test_a_status_may_be_named_in_the_address_by_its_group():
    app = started(status=["in_progress"])
    assert app.multiselect(key="status").value == ["In progress"]


def test_what_the_plan_does_not_have_is_said_and_the_rest_of_the_address_holds():
    app = started(owner=["Head of Records", "Head of *Nothing*"])
    assert app.multiselect(key="owner").value == ["Head of Records"]
    assert "this plan does not have it: “Head of *Nothing*”" in words(app)


def test_a_link_made_for_an_upload_shows_the_sample_and_says_so():
    app = started(plan="own", status=["Complete"])
    assert "a plan that is not open in this browser" in words(app)
    assert "Illustrative sample plan" in words(app)
    assert app.multiselect(key="status").value == ["Complete"]


def test_a_link_without_an_upload_behind_it_is_not_remarked_on():
    assert not started(status=["Complete"]).warning


def test_a_refused_file_gets_one_sentence_and_the_plan_stays():
    app = uploaded(PLAN)
    app.file_uploader[0].upload("notes.xlsx", b"not a plan", "application/octet-stream").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "notes.xlsx" in words(app)
    assert "plan.csv, as at 30 April 2016. 4 actions." in words(app)
    next(button for button in app.button if button.label == "Dismiss").click().run()
    assert not app.error


def test_a_new_upload_brings_its_own_date_and_keeps_the_filters_that_it_can():
    app = uploaded(PLAN, as_at="2016-08-01")
    assert "as at 30 April 2016" in words(app)
    app.multiselect(key="owner").set_value(["ICT", "Records"]).run()
    app.file_uploader[0].upload("later.csv", PLAN.replace(b"Records", b"Estates")).run()
    assert app.multiselect(key="owner").value == ["ICT"]
    assert "this plan does not have it: “Records”" in words(app)


def test_clearing_the_filters_leaves_the_date():
    app = started(owner=["Head of Records"], overdue="true", text="records", as_at="2016-10-01")
    next(button for button in app.button if button.label == "Clear filters").click().run()
    assert app.multiselect(key="owner").value == []
    assert not app.toggle(key="overdue").value
    assert app.text_input(key="text").value == ""
    assert "as at 1 October 2016. 32 actions." in words(app)


def test_a_forgotten_plan_gives_way_to_the_sample():
    app = uploaded(PLAN)
    next(button for button in app.button if button.label == "Forget my plan").click().run()
    next(button for button in app.button if button.label == "Forget it").click().run()
    assert "Illustrative sample plan" in words(app)
    assert not app.warning


@pytest.mark.parametrize("typed", ["31/05/2016", "31.05.2016", "31 May 2016", "2016-05-31"])
def test_an_as_at_date_that_is_typed_counts(typed):
    app = uploaded(PLAN)
    app.text_input(key="as_at_typed").set_value(typed).run()
    assert "as at 31 May 2016" in words(app)
    assert app.text_input(key="as_at_typed").value == "31/05/2016"


def test_what_is_no_date_is_said_and_the_date_stays():
    app = uploaded(PLAN)
    app.text_input(key="as_at_typed").set_value("31/06/2016").run()
    assert "“31/06/2016” is not a date to choose" in words(app)
    assert "as at 30 April 2016" in words(app)


def test_an_older_version_of_the_sample_is_shown_as_at_its_own_date():
    app = started()
    app.selectbox(key="sample").set_value("12 January 2016").run()
    assert "as at 12 January 2016" in words(app)


def test_what_was_measured_is_not_measured_again_when_only_the_filters_change():
    app = uploaded(PLAN)
    before = session_of(app).plan.view
    app.multiselect(key="owner").set_value(["ICT"]).run()
    after = session_of(app).plan.view
    assert after.measured is before.measured
    app.run()
    assert session_of(app).plan.view is after
    app.multiselect(key="owner").set_value([]).run()
    assert session_of(app).plan.view is before


def test_what_is_kept_of_another_date_or_plan_is_let_go():
    app = uploaded(PLAN)
    first = session_of(app).plan.view
    app.date_input(key="as_at").set_value(date(2016, 5, 31)).run()
    second = session_of(app).plan.view
    assert second.measured is not first.measured
    assert session_of(app).plan.views == [second]
    app.date_input(key="as_at").set_value(first.as_at).run()
    assert session_of(app).plan.view is not first
    [kept] = session_of(app).plan.views
    assert kept.summary.totals == first.summary.totals


def test_somebody_whose_role_changes_gets_no_view_that_was_kept_of_all_rows(monkeypatch):
    """A view is theirs alone, also where the sheet in use has no restricted row."""
    from tracker.access import Person
    from ui import identity

    app = uploaded(PLAN)
    whole = session_of(app).plan.view
    assert not whole.in_use.is_public
    monkeypatch.setattr(identity, "current", lambda: Person("", "viewer"))
    app.run()
    seen = session_of(app).plan.view
    assert seen.in_use.is_public
    assert session_of(app).plan.views == [seen]


def test_a_view_ends_with_the_last_that_holds_it():
    """No view holds itself: Python would find that late, and what it is of may be restricted."""
    app = uploaded(PLAN)
    for page in ("slippage", "recommendations", "owners", "changes", "forecast", "overview"):
        turned_to(app, page)
    view = weakref.ref(session_of(app).plan.view)
    gc.collect()
    gc.disable()
    try:
        session_of(app).plan = OfPlan()
        assert view() is None
    finally:
        gc.enable()


def test_no_more_views_are_kept_than_there_is_room_for(monkeypatch):
    from ui import view

    app = uploaded(PLAN)
    for word in "abcdefghij":
        app.text_input(key="text").set_value(word).run()
    assert len(session_of(app).plan.views) == view.MOST_VIEWS
    monkeypatch.setattr(view, "MOST_ACTIONS", 2)
    for owners in (["Records"], ["ICT"], []):
        app.multiselect(key="owner").set_value(owners).run()
    app.text_input(key="text").set_value("").run()
    kept = session_of(app).plan.views
    assert kept[-1].shown is kept[-1].measured
    assert sum(each.actions_held for each in kept) <= 2


def test_what_is_made_of_a_view_is_made_once_for_the_same_frames():
    made: list[str] = []

    def rows(frame: pd.DataFrame, *, word: str) -> int:
        made.append(word)
        return len(frame)

    view = session_of(uploaded(PLAN)).plan.view
    for word, frame in (("a", view.shown), ("a", view.shown), ("b", view.shown)):
        assert view.once(rows, frame, word=word) == 4
    assert made == ["a", "b"]
    assert view.once(rows, view.shown.copy(), word="b") == 4
    assert made == ["a", "b", "b"]
    for number in range(100):
        view.once(rows, view.shown, word=str(number))
    assert len(view._made) <= 40
