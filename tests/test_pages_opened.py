"""A recorded position opened from the history: shown on every page, never changed."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PAGES, PLAN, actions_listed, started, uploaded, words
from tests.test_pages_history import AS_IT_WAS, TYPED_OVER, chosen
from tests.test_pages_recording import NAME, press, record
from tracker.store import History

pytestmark = pytest.mark.usefixtures("history_file")


@pytest.fixture
def recorded() -> list[int]:
    record(uploaded(AS_IT_WAS, "Force_plan_2016-01-12.csv"))
    record(uploaded(TYPED_OVER, "Force_plan_2016-04-30.csv"))
    with History() as history:
        return [each.id for each in history.recorded(NAME)]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_a_position_is_opened_from_the_history_and_closed_again(recorded):
    app = chosen(uploaded(PLAN, "Another.csv"), 0)
    press(app, "Show it on every page")
    said = words(app)
    assert "Force plan, as recorded, as at 12 January 2016. 2 actions." in said
    assert "Recorded by Records Manager" in said.replace("\\", "")
    assert "Record" not in labels(app)
    assert "Forget my plan" not in labels(app)
    press(app, "Close this recorded plan")
    assert "Another.csv" in words(app).replace("\\", "")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_a_recorded_position_named_in_the_address(page, recorded):
    app = started(page, position=str(recorded[1]))
    said = words(app).replace("\\", "")
    assert "Force plan, as recorded" in said


def test_a_recorded_position_is_measured_from_what_was_first_recorded(recorded):
    table = actions_listed(started("slippage", position=str(recorded[1])))
    assert table["Slippage in days"].tolist() == [152, 152]


def test_a_new_visitor_opens_a_recorded_plan_as_it_stood_last_by_its_name(recorded):
    app = started()
    assert "Recorded here:" in words(app)
    press(app, NAME)
    assert "Force plan, as recorded, as at 30 April 2016. 2 actions." in words(app)
    assert "Recorded here:" not in words(app)
    assert app.query_params["plan"] == NAME


def test_where_nothing_is_recorded_no_plan_is_offered(history_file):
    assert "Recorded here:" not in words(started())
    assert not history_file.exists()


def test_another_position_of_the_plan_is_chosen_in_the_plan_bar(recorded):
    app = started("overview", position=str(recorded[1]))
    app.selectbox(key=f"opened_position_{recorded[1]}").set_value(recorded[0]).run()
    assert "as at 12 January 2016" in words(app)


def test_an_upload_takes_the_place_of_a_recorded_position(recorded):
    app = started("overview", position=str(recorded[1]))
    app.file_uploader[0].upload("Another.csv", PLAN).run()
    assert "Another.csv, as at 30 April 2016. 4 actions." in words(app).replace("\\", "")


@pytest.mark.parametrize("address", ["999", "12345678901234567890", "x", "-1", "٣"])
def test_an_address_of_no_recorded_position_shows_the_sample(address, recorded):
    app = started("overview", position=address)
    assert "Illustrative sample plan" in words(app)


def test_a_position_deleted_meanwhile_is_said_to_be_gone(recorded):
    app = started("overview", position=str(recorded[1]))
    with History() as history:
        history.delete(recorded[1], who="Administrator")
    fresh = started("overview", position=str(recorded[1]))
    assert "it may have been deleted" in words(fresh)
    assert "Illustrative sample plan" in words(fresh)
    assert app
