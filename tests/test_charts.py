"""The charts: what they say, what they draw, and that a cell's text is drawn as it was typed."""

from __future__ import annotations

import html
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from tracker import charts
from tracker.charts import Chart
from tracker.charts.palette import MARKS, PATTERNS, THEMES, contrast, text_on
from tracker.charts.text import wrap
from tracker.fields import actions_frame
from tracker.measures import measure
from tracker.summaries import summarise
from tracker.vocabulary import STATE_LABELS

AS_AT = date(2016, 4, 30)
RECORDS, ICT = "Head of Records", "Head of ICT"

# reference, recommendation, owners, original, revised, status, completed
ROWS = [
    ("1.1", "1", (RECORDS,), "2015-11-30", None, "complete", "2015-12-10"),
    ("1.2", "1", (RECORDS, ICT), "2015-11-30", None, "in_progress", None),
    ("2.1", "2", (ICT,), "2016-05-31", None, "not_started", None),
    ("2.2", "2", (ICT,), "2016-03-31", "2016-06-30", "awaiting_sign_off", None),
    ("2.3", "2", (), "2016-06-30", None, "in_progress", None),
    ("3.1", "3", (RECORDS,), "2015-11-30", None, "confirmed", "2015-11-09"),
    ("3.2", "3", (RECORDS,), "2015-11-30", None, "withdrawn", None),
]


def measured(rows: list[tuple[object, ...]] = ROWS, **columns: object) -> pd.DataFrame:
    names = ("reference", "recommendation", "owners", "original_due", "revised_due")
    frame = pd.DataFrame(rows, columns=[*names, "status", "completed_on"])
    known = {name: frame[name] for name in frame}
    known["owner"] = frame["owners"].map(lambda owners: "; ".join(owners) or None)
    known["action"] = "Do " + frame["reference"]
    return measure(actions_frame({**known, **columns}), AS_AT)


def by_recommendation(frame: pd.DataFrame, as_at: date, **options: object) -> Chart:
    recommendations = summarise(frame).recommendations
    return charts.slippage_by_recommendation(recommendations, as_at, **options)


EVERY: dict[str, Callable[..., Chart]] = {
    "completion_by_recommendation": charts.completion_by_recommendation,
    "completion_by_owner": charts.completion_by_owner,
    "planned_and_actual": charts.planned_and_actual,
    "slippage_by_action": charts.slippage_by_action,
    "slippage_by_recommendation": by_recommendation,
    "slippage_by_owner": charts.slippage_by_owner,
    "ageing_of_overdue": charts.ageing_of_overdue,
}
every_chart = pytest.mark.parametrize("name", EVERY)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def drawn(chart: Chart) -> dict[str, object]:
    assert chart.figure is not None
    return json.loads(chart.figure.to_json())


def traces(chart: Chart, name: str | None = None) -> list[dict[str, object]]:
    return [trace for trace in drawn(chart)["data"] if name is None or trace.get("name") == name]


# What they say


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("completion_by_recommendation", "2 of 3 recommendations have overdue actions"),
        ("completion_by_owner", "Both owners have overdue actions"),
        ("planned_and_actual", "2 actions behind: 4 due, 2 complete"),
        ("slippage_by_action", "Action 1.2 has slipped most: at least 152 days"),
        ("slippage_by_recommendation", "Recommendation 1 has slipped most: at least 152 days"),
        ("slippage_by_owner", "Head of ICT has slipped most: a median of 91 days over 3 actions"),
        ("ageing_of_overdue", "1 of 2 overdue actions is 91–180 days overdue"),
    ],
)
def test_the_title_states_the_finding(name: str, title: str) -> None:
    assert EVERY[name](measured(), AS_AT).title == title


@every_chart
def test_the_subtitle_gives_the_date_and_the_number_of_actions(name: str) -> None:
    subtitle = EVERY[name](measured(), AS_AT).subtitle
    assert "as at 30 April 2016" in subtitle
    assert "action" in subtitle


@every_chart
def test_title_and_subtitle_are_drawn_over_a_picture_and_not_on_a_page(name: str) -> None:
    page = EVERY[name](measured(), AS_AT)
    assert page.figure.layout.title.text is None
    chart = charts.for_print(page)
    text = chart.figure.layout.title.text
    for tag in ("<b>", "</b>", "</span>"):
        text = text.replace(tag, "")
    lines = [html.unescape(line.rsplit('">', 1)[-1]) for line in text.split("<br>")]
    assert " ".join(lines).replace("\u00a0", " ") == f"{chart.title} {chart.subtitle}"


@every_chart
def test_the_alternative_text_starts_with_the_finding_and_says_more(name: str) -> None:
    chart = EVERY[name](measured(), AS_AT)
    assert chart.alt.startswith(chart.title)
    assert "30 April 2016" in chart.alt
    assert len(chart.alt) > len(chart.title) + 40


def test_the_subtitle_says_what_is_not_drawn() -> None:
    chart = charts.completion_by_recommendation(measured(), AS_AT)
    assert "7 actions (1 withdrawn left out)" in chart.subtitle
    undated = measured([*ROWS, ("4.1", "4", (), None, None, "in_progress", None)])
    chart = charts.slippage_by_action(undated, AS_AT)
    assert "6 actions (1 without the dates and 1 withdrawn left out)" in chart.subtitle


def test_equal_worst_actions_are_counted_in_the_title() -> None:
    again = ("1.3", "1", (), "2015-11-30", None, "in_progress", None)
    chart = charts.slippage_by_action(measured([*ROWS, again]), AS_AT)
    assert chart.title == "2 actions have slipped most: at least 152 days each"


def test_slippage_counts_in_working_days_or_against_the_agreed_date() -> None:
    # Monday 30 November to Friday 29 April: 22 weeks of 5 days less 5 bank holidays.
    chart = charts.slippage_by_action(measured(), AS_AT, measure="slippage_working_days")
    assert chart.title == "Action 1.2 has slipped most: at least 105 working days"
    chart = charts.slippage_by_action(measured(), AS_AT, measure="slippage_against_revised_days")
    assert chart.title.endswith("at least 152 days past the agreed timescale")
    starts = dict(zip(chart.table["Reference"], chart.table["Agreed timescale"], strict=True))
    assert starts["2.2"] == pd.Timestamp("2016-06-30")


def test_titles_say_when_all_is_well() -> None:
    done = measured([ROWS[0], ROWS[5]])
    assert charts.completion_by_recommendation(done, AS_AT).title == (
        "No action is overdue; 2 of 2 actions complete"
    )
    assert charts.completion_by_owner(done, AS_AT).title == (
        "No action is overdue; 2 of 2 actions complete"
    )
    assert charts.planned_and_actual(done, AS_AT).title == "On schedule: 2 due, 2 complete"
    early = measured([ROWS[5]])
    assert charts.slippage_by_action(early, AS_AT).title == (
        "No action has slipped: 1 early, 0 on time"
    )


# What they draw


def test_completion_draws_a_bar_a_recommendation_in_the_plans_order_with_its_counts() -> None:
    chart = charts.completion_by_recommendation(measured(), AS_AT)
    assert chart.figure.layout.yaxis.ticktext == ("Rec 1", "Rec 2", "Rec 3")
    table = chart.table.set_index("Recommendation")
    assert table.loc["Rec 1", ["Complete", "Overdue"]].tolist() == [1, 1]
    # What awaits sign-off past its original timescale is overdue, as in every count.
    assert table.loc["Rec 2", ["Overdue", "Open, in date"]].tolist() == [1, 1]
    assert table.loc["Rec 2", "Not started, in date"] == 1
    assert table.loc["Rec 3", ["Complete", "Withdrawn"]].tolist() == [1, 1]


def test_owners_stand_worst_first_and_an_action_counts_for_each_it_names() -> None:
    table = charts.completion_by_owner(measured(), AS_AT).table
    assert table["Owner"].tolist() == [ICT, RECORDS, "No owner named"]
    assert table["Overdue"].tolist() == [2, 1, 0]


def test_actions_stand_most_slipped_first_with_signed_days_on_the_outer_side() -> None:
    chart = charts.slippage_by_action(measured(), AS_AT)
    assert chart.table["Reference"].tolist() == ["1.2", "2.2", "1.1", "2.1", "2.3", "3.1"]
    assert chart.table["Slippage in days"].tolist() == [152, 91, 10, 0, 0, -21]
    (complete,) = traces(chart, "Complete")
    assert complete["text"] == ["+10", "−21"]
    assert complete["textposition"] == ["middle right", "middle left"]
    (open_,) = traces(chart, "Open, in date")
    assert open_["text"] == [""]


def test_a_row_of_an_action_carries_its_words_cut_at_a_word_and_whose_it_is() -> None:
    long = "Agree retention periods with the regional records group, and publish them"
    chart = charts.slippage_by_action(measured([ROWS[2]], action=[long]), AS_AT)
    (words,) = [trace for trace in traces(chart) if trace.get("mode") == "text"]
    assert words["text"] == [
        "<b>2.1</b> Agree retention periods with the regional…<br>"
        f'<span style="color:#555B66">{ICT}</span>'
    ]


def test_an_axis_of_dates_stands_above_the_actions_and_below_them() -> None:
    layout = drawn(charts.slippage_by_action(measured(), AS_AT))["layout"]
    assert layout["xaxis2"]["side"] == "top"
    assert layout["xaxis2"]["range"] == layout["xaxis"]["range"]


@pytest.mark.parametrize(
    "name",
    [
        "slippage_by_action",
        "slippage_by_owner",
        "slippage_by_recommendation",
        "completion_by_owner",
    ],
)
def test_a_row_answers_a_click_anywhere_on_it(name: str) -> None:
    chart = EVERY[name](measured(), AS_AT)
    areas = [trace for trace in traces(chart) if trace.get("hoverinfo") == "none"]
    assert [area["y"] for area in areas] == [list(range(len(chart.table)))]


def test_names_that_begin_alike_are_told_apart_by_all_of_their_words() -> None:
    shared = "Head of Information Assurance and Records Management, "
    names = (f"{shared}North and East of the force", f"{shared}South and West of the force")
    rows = [(row[0], row[1], names, *row[3:]) for row in ROWS]
    for draw in (charts.completion_by_owner, charts.slippage_by_owner):
        texts = [t["text"] for t in traces(draw(measured(rows), AS_AT)) if t.get("mode") == "text"]
        (words,) = [text for text in texts if "<br>" in text[0]]
        assert sorted(words) == sorted(wrap(name, 52) for name in names)
        assert "…" not in "".join(words)


def test_a_bar_says_how_many_of_its_actions_are_complete() -> None:
    chart = charts.completion_by_owner(measured(), AS_AT)
    (ends,) = [trace for trace in traces(chart) if trace.get("mode") == "text"]
    # ICT: 1.2 and 2.2 overdue, 2.1 open. Records: 1.1 and 3.1 complete, 1.2 overdue.
    assert ends["text"] == [" 0 of 3", " 2 of 3", " 0 of 1"]


def test_one_owner_alone_has_not_the_most_of_anything() -> None:
    alone = measured([(*ROWS[1][:2], (ICT,), *ROWS[1][3:]), ROWS[2]])
    assert charts.completion_by_owner(alone, AS_AT).title == "Head of ICT: 1 of 2 actions overdue"
    assert charts.slippage_by_owner(alone, AS_AT).title == (
        "Head of ICT has slipped: a median of 76 days over 2 actions"
    )


def test_an_arrow_head_marks_only_what_is_still_moving() -> None:
    chart = charts.slippage_by_action(measured(), AS_AT)
    (arrows,) = [trace for trace in traces(chart) if "standoff" in trace.get("marker", {})]
    assert arrows["x"] == ["2016-04-30"]
    assert traces(chart, "Still moving")
    finished = charts.slippage_by_action(measured([ROWS[0]]), AS_AT)
    assert not traces(finished, "Still moving")


def test_actual_completion_stops_at_the_as_at_date_and_planned_goes_on() -> None:
    planned, actual = traces(charts.planned_and_actual(measured(), AS_AT))
    assert actual["x"][-1] == "2016-04-30"
    assert actual["line"]["shape"] == planned["line"]["shape"] == "hv"
    assert planned["y"][0] == actual["y"][0] == 0


def test_a_recommendation_is_drawn_from_its_own_timescale_to_its_last_finish() -> None:
    table = by_recommendation(measured(), AS_AT).table
    assert table["Recommendation"].tolist() == ["Rec 1", "Rec 2", "Rec 3"]
    assert table["Slippage in days"].tolist() == [152, 0, -21]
    assert table["Slipped at least that far"].tolist() == [True, False, False]


def test_an_owners_spread_is_least_median_and_most() -> None:
    table = charts.slippage_by_owner(measured(), AS_AT).table.set_index("Owner")
    assert table.loc[RECORDS].tolist() == [3, -21, 10, 152]
    assert table.loc[ICT].tolist() == [3, 0, 91, 152]


@pytest.mark.parametrize("name", ["planned_and_actual", "slippage_by_action"])
def test_the_as_at_date_is_a_labelled_line_on_an_axis_of_dates(name: str) -> None:
    layout = drawn(EVERY[name](measured(), AS_AT))["layout"]
    assert [(line["x0"], line["x1"]) for line in layout["shapes"]] == [("2016-04-30",) * 2]
    assert "as at 30 Apr 2016" in [note["text"] for note in layout["annotations"]]
    first, last = layout["xaxis"]["range"]
    assert first < "2016-04-30" < last


@pytest.mark.parametrize(
    "name",
    [
        "completion_by_recommendation",
        "completion_by_owner",
        "slippage_by_owner",
        "ageing_of_overdue",
    ],
)
def test_zero_is_on_the_axis_of_every_bar(name: str) -> None:
    first, last = EVERY[name](measured(), AS_AT).figure.layout.xaxis.range
    assert first <= 0 <= last


@pytest.mark.parametrize(
    ("state", "mark", "pattern", "light", "dark"),
    [
        ("complete", "circle", "", "#163766", "#488BEB"),
        ("awaiting_sign_off", "diamond", "", "#C04AD2", "#E0AEEB"),
        ("open", "circle-open", "", "#266C73", "#1FDCAC"),
        ("overdue", "triangle-up", "/", "#EC590C", "#FD540A"),
        ("lapsed", "triangle-down-open", "x", "#6C1800", "#CCF68A"),
        ("not_started", "square-open", ".", "#939393", "#6E7478"),
    ],
)
def test_each_state_has_its_colour_mark_and_pattern(
    state: str, mark: str, pattern: str, light: str, dark: str
) -> None:
    assert (MARKS[state], PATTERNS[state]) == (mark, pattern)
    awaiting = ("4.1", "4", (ICT,), "2016-06-30", None, "awaiting_sign_off", None)
    lapsed = ("4.2", "4", (ICT,), None, "2016-03-31", "in_progress", None)
    frame = measured([*ROWS, awaiting, lapsed])
    for theme, colour in (("light", light), ("dark", dark)):
        marks = charts.slippage_by_action(
            frame, AS_AT, measure="slippage_against_revised_days", theme=theme
        )
        bars = charts.completion_by_recommendation(frame, AS_AT, theme=theme)
        (trace,) = [t for t in traces(marks) if t.get("marker", {}).get("symbol") == mark]
        assert trace["name"] == STATE_LABELS[state]
        assert trace["marker"]["color"] == colour
        (bar,) = traces(bars, trace["name"])
        assert bar["marker"]["color"] == colour
        assert bar["marker"]["pattern"]["shape"] == pattern
        assert bars.figure.layout.paper_bgcolor == {"light": "#FFFFFF", "dark": "#0E1117"}[theme]


@pytest.mark.parametrize(("theme", "colour"), [("light", "#8800F0"), ("dark", "#9008F8")])
def test_what_has_no_date_has_a_bar_of_its_own_and_no_mark(theme: Any, colour: str) -> None:
    frame = measured([*ROWS, ("4.3", "4", (ICT,), None, None, "in_progress", None)])
    (bar,) = traces(
        charts.completion_by_recommendation(frame, AS_AT, theme=theme), STATE_LABELS["undated"]
    )
    assert (bar["marker"]["color"], bar["marker"]["pattern"]["shape"]) == (colour, "-")
    assert "4.3" not in charts.slippage_by_action(frame, AS_AT).table["Reference"].tolist()


def test_counts_stand_on_plain_colour_in_text_that_can_be_read() -> None:
    for theme, colours in THEMES.items():
        chart = charts.completion_by_recommendation(measured(), AS_AT, theme=theme)
        assert all("text" not in trace for trace in traces(chart) if trace["type"] == "bar")
        (figures,) = [trace for trace in traces(chart) if trace.get("mode") == "markers+text"]
        assert figures["text"] == ["1"] * 6
        for patch, text in zip(
            figures["marker"]["color"], figures["textfont"]["color"], strict=True
        ):
            assert patch in colours.states.values()
            assert contrast(patch, text) >= 4.5
        for colour in colours.states.values():
            assert contrast(colour, colours.background) >= 3
        assert contrast(colours.muted, colours.background) >= 4.5


def test_contrast_is_as_wcag_defines_it_and_text_on_orange_is_dark() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert text_on("#EC590C") == text_on("#FD540A") == "#0E1117"


def many(number: int) -> pd.DataFrame:
    rows = [
        (f"{i}", f"{i}", (f"Owner {i}",), "2015-11-30", None, "in_progress", None)
        for i in range(number)
    ]
    return measured(rows)


@pytest.mark.parametrize(
    ("name", "limit", "words"),
    [
        ("slippage_by_action", 15, "15 of 60 shown, worst first"),
        ("completion_by_recommendation", 40, "40 of 60 recommendations shown"),
        ("completion_by_owner", 40, "40 of 60 owners shown, most overdue first"),
        ("slippage_by_recommendation", 15, "15 of 60 recommendations shown, worst first"),
        ("slippage_by_owner", 15, "15 of 60 shown"),
    ],
)
def test_what_is_drawn_is_capped_and_says_so_unless_more_is_asked_for(
    name: str, limit: int, words: str
) -> None:
    capped = EVERY[name](many(60), AS_AT)
    assert words in capped.subtitle
    assert len(capped.table) == limit
    whole = EVERY[name](many(60), AS_AT, limit=60)
    assert "shown" not in whole.subtitle
    assert len(whole.table) == 60
    assert whole.figure.layout.height > capped.figure.layout.height


@every_chart
def test_nothing_to_draw_is_said_in_words(name: str) -> None:
    chart = EVERY[name](measured().iloc[:0], AS_AT)
    assert chart.figure is None
    assert chart.title
    assert chart.table.empty


@pytest.mark.parametrize("name", ["slippage_by_action", "slippage_by_owner", "planned_and_actual"])
def test_a_plan_without_dates_draws_no_dates(name: str) -> None:
    undated = measured([("1", "1", (ICT,), None, None, "in_progress", None)])
    assert EVERY[name](undated, AS_AT).figure is None


@every_chart
def test_a_mistyped_year_is_drawn_where_it_lies(name: str) -> None:
    typed = ("4.1", "4", (ICT,), "1915-11-30", "9999-12-31", "in_progress", None)
    chart = EVERY[name](measured([*ROWS, typed]), AS_AT)
    assert chart.figure is not None


@every_chart
def test_a_chart_leaves_its_actions_as_they_were(name: str) -> None:
    frame = measured()
    before = frame.copy(deep=True)
    EVERY[name](frame, AS_AT)
    pd.testing.assert_frame_equal(frame, before)


@every_chart
def test_a_chart_takes_no_gesture_or_tab_stop_from_the_page(name: str) -> None:
    layout = EVERY[name](measured(), AS_AT).figure.layout
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange
    assert layout.legend.itemclick is False
    assert charts.PLOTLY_CONFIG["displayModeBar"] is False


# A cell's text is drawn as it was typed

HOSTILE = [
    "<a href='https://example.org'>here</a>",
    "<b>bold</b> & <img src=x>",
    "$\\frac{a}{b}$",
    "#000032",
    "&lt;b&gt;",
]


@every_chart
@pytest.mark.parametrize("text", HOSTILE)
def test_markup_mathematics_and_colour_codes_of_a_cell_are_not_obeyed(name: str, text: str) -> None:
    rows = [(text, text, (text,), *row[3:]) for row in ROWS]
    figure = drawn(EVERY[name](measured(rows), AS_AT))
    for words in strings(figure):
        for obeyed in ("<a", "<img", "$", "#000032"):
            assert obeyed not in words


def test_long_labels_are_wrapped_and_cut_and_told_whole_in_the_hover() -> None:
    name = "Force Information Assurance Manager and Senior Information Risk Owner"
    assert wrap(name) == "Force Information<br>Assurance Manager…"
    rows = [(row[0], row[1], (name,), *row[3:]) for row in ROWS]
    chart = charts.completion_by_owner(measured(rows), AS_AT)
    (hover,) = {
        text.split("</b>")[0] for trace in traces(chart) for text in trace.get("customdata", [])
    }
    assert hover.removeprefix("<b>").replace("<br>", " ") == name


def test_the_charts_load_no_server_no_reader_and_no_plotly_express() -> None:
    code = (
        "import sys, tracker.charts; print([name for name in sys.modules if name in "
        "('streamlit', 'plotly.express') or name.startswith('tracker.reading')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@every_chart
def test_plotly_knows_every_property_that_is_drawn_with(name: str) -> None:
    drawn = EVERY[name](measured(), AS_AT).figure
    checked = go.Figure(drawn.to_dict())  # raises for one that it does not know
    told, sent = json.loads(checked.to_json()), json.loads(drawn.to_json())
    for each in (told, sent):
        each["layout"].pop("template", None)  # an empty one is left out, or not
    assert told == sent
