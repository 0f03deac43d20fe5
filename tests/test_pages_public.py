"""The public version switch: no page says, draws or offers a word of a restricted row."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PAGES, actions_listed, started, turned_to, uploaded, words
from tests.test_pages_recording import record

# "Nightjar" and the like stand in restricted rows alone. As at 30 April 2016, of the public rows
# 1.1 is complete and 1.2 overdue.
PLAN = b"""Position as at 30 April 2016
Ref,Recommendation,Action,Owner,Original timescale,Revised,Status,Progress,Marking
1.1,5,Alpha,Records,30/11/2015,,Complete,Done with care,OFFICIAL
1.2,5,Beta,Records; ICT,30/11/2015,31/03/2016,In progress,Half way,OFFICIAL
2.1,Quillon,Nightjar,Falconry,30/11/2015,31/07/2019,In progress,Whimbrel,OFFICIAL-SENSITIVE
2.2,Quillon,Dunnock,Falconry,sometime,,Oddly,Bittern,OFFICIAL-SENSITIVE
"""
SECRET = ("Quillon", "Nightjar", "Falconry", "Whimbrel", "Dunnock", "Bittern", "sometime", "Oddly")
BEFORE = PLAN.replace(b"30 April 2016", b"12 January 2016").replace(b"-SENSITIVE", b"")


pytestmark = pytest.mark.usefixtures("history_file")


def everything_sent(app: AppTest) -> bytes:
    """Every element of the page as it goes to the browser: words, tables, charts, choices."""
    return b"\n".join(
        element.proto.SerializeToString() for element in app.main if element.proto is not None
    )


def public(app: AppTest) -> AppTest:
    app.toggle(key="public").set_value(True).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_public_version_sends_a_word_of_a_restricted_row(page):
    record(uploaded(BEFORE, "Force_plan_2016-01-12.csv"))
    app = uploaded(PLAN, "Force_plan_2016-04-30.csv")
    turned_to(app, page)
    if page not in ("records", "about"):
        assert any(word.encode() in everything_sent(app) for word in SECRET)
    sent = everything_sent(turned_to(public(app), page))
    assert [word for word in SECRET if word.encode() in sent] == []


def test_the_public_version_says_how_many_rows_are_left_out_and_counts_without_them():
    app = uploaded(PLAN)
    assert "Not for publication" in words(app)
    assert "2 restricted actions included" in words(app)
    assert "1 of 4 actions (25%) is complete" in words(app)
    said = words(public(app))
    assert "2 restricted actions left out" in said
    assert "1 of 2 actions (50%) is complete" in said
    assert "Not for publication" not in said


def test_restricted_rows_are_marked_in_the_tables_of_actions():
    table = actions_listed(uploaded(PLAN))
    marked = dict(zip(table["Reference"], table["Restricted"], strict=True))
    assert marked == {"1.1": "", "1.2": "", "2.1": "Restricted", "2.2": "Restricted"}


def test_a_plan_without_restricted_rows_offers_no_switch():
    app = uploaded(PLAN.replace(b"-SENSITIVE", b""))
    assert [toggle.label for toggle in app.toggle] == ["Overdue only"]
    assert "Not for publication" not in words(app)


def test_the_switch_is_in_the_address_and_holds_on_every_page():
    app = started("slippage", public="true")
    assert "1 restricted action left out" in words(app)
    assert "1 restricted action left out" in words(turned_to(app, "owners"))


def test_what_is_recorded_from_the_public_version_is_the_whole_plan():
    from tracker.store import History

    record(public(uploaded(PLAN)))
    with History() as history:
        (recorded,) = history.recorded("Force plan")
        assert history.load(recorded.id).actions["reference"].tolist() == [
            "1.1",
            "1.2",
            "2.1",
            "2.2",
        ]


def test_a_page_about_the_file_itself_says_why_it_is_closed_in_the_public_version():
    app = turned_to(public(uploaded(PLAN)), "check")
    assert "Switch *Public version* off" in words(app)
    assert not app.dataframe
