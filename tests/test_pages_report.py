"""The Report page: its form, how the report reads, what is still to be completed, the Word file."""

import io
import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import docx
import pytest
import streamlit
from docx.document import Document
from streamlit.testing.v1 import AppTest

from tests.test_pages import (
    PLAN,
    charts,
    session_of,
    started,
    turned_to,
    uploaded,
    with_figures,
    words,
)
from tests.test_pages_changes import AFTER, BEFORE
from tests.test_pages_recording import press
from tests.test_report_template import template
from tracker.output import chart_pictures
from tracker.output.browser import BrowserError
from tracker.report.inspection import NOT_CHECKED
from tracker.report.own_words import ReportWords
from tracker.store import History
from ui import report_form
from ui import report_page as page

MARKED = PLAN.replace(b"Dependency\n", b"Dependency,Marking\n").replace(
    b"National MoPI review\n", b"National MoPI review,OFFICIAL-SENSITIVE\n"
)


pytestmark = pytest.mark.usefixtures("history_file")


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")


def reported(content: bytes = PLAN, name: str = "plan.csv") -> AppTest:
    return turned_to(uploaded(content, name), "report")


def turned_to_plan(app: AppTest, name: str, content: bytes) -> AppTest:
    """Another plan uploaded in the sidebar while the page is shown."""
    uploader = next(each for each in app.file_uploader if each.key.startswith("upload_"))
    uploader.upload(name, content, "application/octet-stream").run()
    assert not app.exception
    return app


def paper(app: AppTest) -> str:
    """The report as it will print."""
    return "\n".join(each.proto.body for each in app.get("html") if "paper" in each.proto.body)


def typed(app: AppTest, **values: object) -> AppTest:
    for field, value in values.items():
        key = f"report_{field}"
        kinds = (app.text_input, app.text_area, app.date_input)
        next(each for kind in kinds for each in kind if each.key == key).set_value(value)
    app.run()
    assert not app.exception
    return app


def test_the_report_of_the_sample_reads_as_its_sections(no_browser) -> None:
    app = started("report")

    headings = re.findall(r"<h4>(.*?)</h4>", paper(app))
    assert headings[:8] == [
        "1. Summary",
        "2. Decision required",
        "3. Information",
        "4. Implications",
        "5. Links to the Police and Crime Plan",
        "6. Reasons why restricted",
        "7. Background documents",
        "8. Contact for further information",
    ]
    assert headings[8:] == ["Appendix A: the action plan as at 30 September 2016"]
    assert "22 of 31 actions (71%) are complete" in paper(app)
    assert "what has changed since 30 April 2016" in paper(app)
    assert "Illustrative: made up to show how the tracker works" in paper(app)


def test_the_length_and_the_extensions_are_chosen_on_the_page(no_browser) -> None:
    app = started("report")
    app.radio(key="report_length").set_value("full").run()
    app.toggle(key="report_extensions").set_value(True).run()
    assert not app.exception
    assert "<h4>Appendix B: live actions</h4>" in paper(app)
    assert "A decision is asked for on 3 extensions." in paper(app)


def test_reasons_that_deny_restricted_rows_are_said_beside_the_download(no_browser) -> None:
    app = typed(reported(MARKED), reasons_restricted="N/A")
    assert "but this report includes one restricted action." in words(app)


def test_text_of_a_plan_is_text_in_the_preview(no_browser) -> None:
    app = reported(PLAN.replace(b"Alpha", b"<img src=x onerror=alert(1)>"))
    assert "&lt;img src=x onerror=alert(1)&gt;" in paper(app)
    assert "<img" not in paper(app)


def test_an_inspections_words_are_offered_where_its_catalogue_is_chosen() -> None:
    in_use = SimpleNamespace(catalogue=True)
    assert report_form.first_words(in_use).implications.startswith(NOT_CHECKED)
    assert report_form.first_words(SimpleNamespace(catalogue=False)) == ReportWords()


def test_what_is_still_to_be_completed_is_said_before_the_download(no_browser) -> None:
    app = reported()
    assert "Still to be completed: Report to, Item number, Date of the meeting," in words(app)
    typed(
        app,
        meeting="Scrutiny Meeting",
        item="7",
        classification="Official",
        implications="None.",
        meeting_date=date(2016, 5, 17),
        next_meeting=date(2016, 7, 14),
        author="Records Manager",
        links="Priority 1",
        contact="Room 2",
    )
    assert "Still to be completed" not in words(app)
    assert "<strong>Report to:</strong> Scrutiny Meeting" in paper(app)
    # Gamma is due on 31 May, Beta on 31 March: only the first comes before the meeting.
    assert "One open action (action 2.1) falls due before the next meeting, on 14 July" in paper(
        app
    )


def test_the_words_of_a_draft_are_there_again_in_a_new_session_of_the_browser(monkeypatch) -> None:
    monkeypatch.setattr("ui.plan_source.browser", lambda: "the same browser")
    typed(reported(), author="Records Manager", decision="Agree the new dates.")
    again = turned_to(started(), "report")

    assert again.text_input(key="report_author").value == "Records Manager"
    assert again.text_area(key="report_decision").value == "Agree the new dates."
    elsewhere = turned_to(started(), "overview")
    assert turned_to(elsewhere, "report").text_input(key="report_author").value == (
        "Records Manager"
    )


def test_a_draft_is_forgotten_with_the_plan(monkeypatch) -> None:
    monkeypatch.setattr("ui.plan_source.browser", lambda: "a browser that forgets")
    app = typed(reported(), author="Records Manager")
    press(app, "Forget my plan")
    press(app, "Forget it")
    turned_to_plan(app, "plan.csv", PLAN)

    assert app.text_input(key="report_author").value == ""


def test_another_plan_has_words_of_its_own() -> None:
    app = typed(reported(), author="Records Manager")
    turned_to_plan(app, "other.csv", PLAN.replace(b"Alpha", b"Omega"))
    assert app.text_input(key="report_author").value == ""
    turned_to_plan(app, "plan 31 May 2016.csv", PLAN)
    assert app.text_input(key="report_author").value == "Records Manager"


def test_words_are_remembered_when_asked_and_begin_the_next_report(history_file) -> None:
    app = typed(reported(), author="Records Manager", next_meeting=date(2016, 7, 14))
    assert not history_file.exists()
    press(app, "Remember these words for next time")
    assert "The words are remembered for “plan”." in app.success[0].value.replace("\\", "")
    assert "Everybody who can open this tracker can see them" in words(app)

    later = reported(PLAN, "plan 2016-07-14.csv")
    assert later.text_input(key="report_author").value == "Records Manager"
    assert later.date_input(key="report_meeting_date").value == date(2016, 7, 14)
    assert later.date_input(key="report_next_meeting").value is None
    press(later, "Forget the remembered words")
    with History() as history:
        assert history.report_words("plan") is None
    assert reported().text_input(key="report_author").value == ""


def test_words_can_be_started_anew() -> None:
    app = typed(reported(), author="Records Manager", decision="")
    press(app, "Start the words anew")
    assert app.text_input(key="report_author").value == ""
    assert app.text_area(key="report_decision").value == ReportWords().decision


def test_the_samples_words_cannot_be_remembered() -> None:
    labels = [button.label for button in started("report").button]
    assert "Remember these words for next time" not in labels


def test_a_history_that_cannot_be_reached_gets_a_sentence(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'history.db'}")
    app = press(reported(), "Remember these words for next time")
    assert "could not be opened" in words(app)


def test_the_plan_is_compared_with_the_last_recorded_one() -> None:
    with History() as history:
        from tracker import read_plan

        old = read_plan(BEFORE)
        history.record(old, name="plan", as_at=old.as_at, data=BEFORE, who="")
    app = press(reported(AFTER, "plan.csv"), "Yes, it is")

    assert "5 actions were open as at 12 January 2016" in paper(app)
    assert "The original timescale of action 2.1 was changed from 30 November 2015" in paper(app)


def test_an_earlier_plan_of_no_earlier_date_is_not_compared() -> None:
    app = started("report", as_at="2016-04-30")
    assert "which is not before 30 April 2016: the report is made without it" in words(app)
    assert "No earlier position of the plan was compared" in paper(app)


def test_restricted_rows_are_included_or_left_out_as_the_switch_says() -> None:
    app = reported(MARKED)
    assert "Not for publication: 1 restricted action included." in paper(app)
    assert "Beta" in paper(app)
    app.toggle(key="public").set_value(True).run()
    assert not app.exception
    assert "Public version: 1 restricted action left out" in paper(app)
    assert "Beta" not in paper(app)
    assert "1 of 2 actions (50%) is complete" in paper(app)
    assert "public" not in [each.key for each in reported().toggle]


def test_the_appendix_has_the_whole_plan_or_what_the_filters_show() -> None:
    app = uploaded(PLAN, plan="own", owner=["ICT"])
    turned_to(app, "report")
    said = "2 of 4 actions: owner ICT."
    assert said not in paper(app)
    app.radio(key="report_appendix").set_value("What the filters show").run()
    assert said in paper(app)
    assert "1 of 3 actions (33%) is complete" in paper(app)


def test_without_a_browser_the_report_has_tables_and_the_page_says_why(no_browser) -> None:
    app = reported()
    assert "has no Chrome, Edge or Chromium. The report has no chart." in words(app)
    assert 'class="chart"' not in paper(app)
    assert "report_charts" not in [each.key for each in app.toggle]


def test_a_plan_without_actions_or_dates_has_its_report() -> None:
    for content in (b"Ref,Action,Owner,Status\n1,Do it,Records,Withdrawn\n",):
        assert "The one action of the plan has been withdrawn." in paper(reported(content))


# ------------------------------------------------------------------------------- the Word file


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What each download would give, by its label: AppTest does not run it."""
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(label: str, data: Callable[[], bytes], **_: object) -> bool:
        offered[label] = data
        return False

    monkeypatch.setattr(streamlit, "download_button", offer)
    return offered


def opened(files: dict[str, Callable[[], bytes]]) -> Document:
    return docx.Document(io.BytesIO(files["Download the report"]()))


def test_the_file_has_what_the_page_shows(files, no_browser) -> None:
    typed(reported(), author="Records Manager", links="Priority 1\nPriority 2")
    document = opened(files)

    text = [paragraph.text for paragraph in document.paragraphs]
    assert "Report of: Records Manager" in text
    assert {"5.1\tPriority 1", "5.2\tPriority 2"} <= set(text)
    assert any("1 of 3 actions (33%) is complete" in line for line in text)
    assert len(document.inline_shapes) == 0


def test_charts_are_drawn_when_the_file_is_asked_for_and_missed_when_they_cannot_be(
    files, monkeypatch
) -> None:
    asked = []

    def fail(figures, page=""):
        asked.append(list(figures))
        raise BrowserError("The browser is away.")

    monkeypatch.setattr(page, "has_browser", lambda: True)
    monkeypatch.setattr(chart_pictures, "make", fail)
    app = reported()
    assert asked == []
    assert "1 of 2 recommendations has overdue actions" in charts(app)
    document = opened(files)

    assert asked == [["completion"]]
    assert len(document.inline_shapes) == 0
    app.run()
    assert "The last report was made without its chart. The browser is away." in words(app)
    app.run()
    assert "The browser is away" not in words(app)


def test_a_users_template_is_used_and_a_bad_one_is_refused_in_a_sentence(files, no_browser) -> None:
    app = reported()
    next(each for each in app.file_uploader if each.key == "report_template").upload(
        "force.docx", template(), "application/octet-stream"
    ).run()
    assert not app.error
    assert "The Force" in opened(files).sections[0].footer.paragraphs[0].text
    next(each for each in app.file_uploader if each.key == "report_template").set_value(
        ("bad.docx", b"not Word", "application/octet-stream")
    ).run()
    assert "This template is not a Word document" in words(app)
    assert "The report is made without it" in words(app)
    assert opened(files).sections[0].page_width.cm == pytest.approx(21, abs=0.01)


# ------------------------------------------------------------------------------ saving a chart


def offered(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("download_button")]


@pytest.mark.parametrize("name", ["overview", "slippage", "recommendations", "owners", "changes"])
def test_each_chart_can_be_saved_and_is_drawn_only_when_it_is_asked_for(name, monkeypatch) -> None:
    monkeypatch.setattr("ui.chart_downloads.has_browser", lambda: True)
    monkeypatch.setattr(chart_pictures, "make", lambda *_: pytest.fail("nobody asked"))
    app = started(name)

    charts = len(app.get("plotly_chart"))
    assert charts > 0
    assert "Figures as CSV" not in offered(app)
    with_figures(app)
    for label in ("As PNG", "As SVG", "Figures as CSV"):
        assert offered(app).count(label) == charts


def test_a_picture_says_that_its_plan_is_made_up_and_holds_restricted_actions(
    files, monkeypatch
) -> None:
    drawn = []
    monkeypatch.setattr("ui.chart_downloads.has_browser", lambda: True)
    monkeypatch.setattr(
        "ui.chart_downloads.draw_figure", lambda figure, kind: drawn.append(figure) or b"picture"
    )
    with_figures(started("slippage"))
    files["As PNG"]()
    heading = drawn[0].layout.title.text
    assert "Illustrative: a made-up plan." in heading
    assert "Not for publication: 1 restricted action included." in heading.replace("<br>", " ")


def test_without_a_browser_a_chart_has_its_figures_alone_and_says_why(no_browser) -> None:
    app = with_figures(started("overview"))
    charts = len(app.get("plotly_chart"))
    assert offered(app).count("Figures as CSV") == charts
    assert not {"As PNG", "As SVG", "The overview as a PDF"} & set(offered(app))
    assert words(app).count("has no Chrome, Edge or Chromium") == charts + 1  # and the PDF


def test_a_charts_picture_is_light_whatever_the_page_is(files, monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr("ui.chart_downloads.has_browser", lambda: True)
    monkeypatch.setattr("ui.chart_downloads.draw_figure", lambda figure, kind: drawn.append(figure))
    monkeypatch.setattr("ui.page_frame.theme", lambda: "dark")
    with_figures(started("overview"))
    files["As PNG"]()
    assert drawn[0].layout.paper_bgcolor == "#FFFFFF"


def test_the_overviews_page_says_what_the_overview_says() -> None:
    from ui.downloads import overview_page as page

    app = uploaded(MARKED, plan="own", owner=["Records"])
    printed = page(session_of(app).plan.view)
    assert printed.context == "plan.csv, as at 30 April 2016. 2 of 4 actions: owner Records."
    assert printed.finding.startswith("1 of 2 actions (50%) is complete as at 30 April 2016")
    assert printed.notices == ["Not for publication: 1 restricted action included."]
    assert [(tile.label, tile.figure) for tile in printed.tiles][:2] == [
        ("Complete", "1 of 2, 50%"),
        ("Overdue", "1 of 1 open"),
    ]
    sample = page(session_of(started()).plan.view)
    assert sample.notices[0].startswith("Illustrative")
    app.toggle(key="public").set_value(True).run()
    assert page(session_of(app).plan.view).notices == [
        "Public version: 1 restricted action left out."
    ]
