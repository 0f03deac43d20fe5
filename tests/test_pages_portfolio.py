"""The plans together, on Records: every recorded plan beside the others, and the way to each."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import charts, started, turned_to, uploaded, words
from tests.test_pages_history import AS_IT_WAS, TYPED_OVER
from tests.test_pages_public import PLAN, SECRET, everything_sent
from tests.test_pages_recording import press
from tracker import read_plan
from tracker.store import History
from ui import identity

pytestmark = pytest.mark.usefixtures("history_file")


@pytest.fixture
def recorded() -> None:
    """Two plans: of the first both actions are overdue; of the second's four, two are.

    One of those four is complete and two are restricted, one of the overdue among them.
    """
    with History() as history:
        for name, data in (
            ("Force plan", AS_IT_WAS),
            ("Force plan", TYPED_OVER),
            ("Other *plan*", PLAN),
        ):
            plan = read_plan(data, name="plan.csv")
            history.record(plan, name=name, as_at=plan.as_at, data=data, who="Manager")


def only_public(app: AppTest) -> AppTest:
    app.toggle(key="portfolio_public").set_value(True).run()
    assert not app.exception
    return app


def test_without_a_history_the_page_says_what_would_fill_it(history_file):
    assert "Nothing is recorded yet." in words(started("records"))
    assert not history_file.exists()


def test_the_finding_is_said_first_and_counts_from_the_dates_first_recorded(recorded):
    app = started("records")
    assert (
        "2 plans, 1 of 6 actions complete (17%); the furthest behind is “Force plan”: 2 of 2 "
        "actions overdue (100%)."
    ) in words(app)
    table = app.dataframe[0].value.set_index("Plan")
    assert table.index.tolist() == ["Force plan", "Other *plan*"]
    assert table["Overdue"].tolist() == [2, 2]
    # From 30 November 2015, first recorded, to 30 April 2016; the sheet's own date gives 30 days.
    assert table["Greatest slippage"].tolist() == [152, 1339]
    assert [f"{day:%d/%m/%Y}" for day in table["As at"]] == ["30/04/2016"] * 2
    assert charts(app).startswith("How complete is each plan?")
    assert "Download all figures as CSV" in [each.label for each in app.get("download_button")]


def test_the_public_version_in_the_plan_bar_leaves_restricted_rows_out_here_too(recorded):
    app = uploaded(PLAN, "Other.csv")
    app.toggle(key="public").set_value(True).run()
    said = words(turned_to(app, "records"))
    assert "2 plans, 1 of 4 actions complete (25%)" in said
    assert "Public version: 2 restricted actions left out." in said
    assert "Restricted rows" not in app.dataframe[0].value


def test_where_the_open_plan_has_no_restricted_row_the_page_has_a_switch_of_its_own(recorded):
    app = turned_to(uploaded(TYPED_OVER, "Third.csv"), "records")
    assert "Not for publication: 2 restricted actions included." in words(app)
    assert "1 of 4 actions complete" in words(only_public(app))


def test_the_public_version_holds_from_page_to_page_and_names_its_download(recorded, monkeypatch):
    named: list[str] = []
    monkeypatch.setattr(
        identity, "noted_download", lambda name, *_, **__: named.append(name) or b""
    )
    app = only_public(turned_to(uploaded(TYPED_OVER, "Third.csv"), "records"))
    app = turned_to(turned_to(app, "overview"), "records")
    assert "1 of 4 actions complete" in words(app)
    of_portfolio = [name for name in named if name.startswith("portfolio")]
    assert of_portfolio == ["portfolio_not_for_publication.csv", *["portfolio_public.csv"] * 2]


def test_a_plan_is_opened_from_here_and_stays_public(recorded):
    app = only_public(turned_to(uploaded(TYPED_OVER, "Third.csv"), "records"))
    with History() as history:
        (other,) = history.recorded("Other *plan*")
    app.selectbox(key="portfolio_which").set_value(other.id).run()
    press(app, "Show it on every page")
    assert [link.proto.label for link in app.get("page_link")] == ["See how it stands"]
    assert app.query_params["position"] in (str(other.id), [str(other.id)])
    assert "Other *plan*, as recorded" in words(turned_to(app, "overview"))
    assert "2 restricted actions left out" in words(app)
    sent = everything_sent(app)
    assert [word for word in SECRET if word.encode() in sent] == []


def test_positions_up_to_a_date(recorded):
    app = started("records")
    app.date_input(key="portfolio_up_to").set_value("2016-02-01").run()
    said = "1 plan, none of the 2 actions complete; 2 of 2 actions overdue (100%)."
    assert said in words(app)
    app.date_input(key="portfolio_up_to").set_value("2015-02-01").run()
    assert "No plan has a position recorded for 1 February 2015 or before." in words(app)


def test_a_history_that_cannot_be_reached_is_said(monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", "nonsense")
    assert "The history's address is not one of a database" in words(started("records"))
