"""The sheet's own key says what a colour means; what it does not surely say is asked."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.plans import saved
from tracker import Plan, read_plan

HEAD = "Ref,Action,Owner,Due,BRAG\n"
ROWS = "1,Alpha,ICT,30/11/2015,Blue\n2,Beta,ICT,30/11/2015,Green\n3,Gamma,ICT,30/11/2015,Red\n"
OPEN = "in_progress"


def read(text: str) -> Plan:
    return read_plan(text.encode(), name="plan.csv")


def groups(plan: Plan) -> list[str]:
    return plan.actions["status"].tolist()


def asked(plan: Plan) -> list[str]:
    return [each.asks for each in plan.questions]


@pytest.mark.parametrize(
    "key",
    [
        "BRAG: Blue = complete; Green = on track; Red = overdue",
        "Key: Blue - Complete | Green - In progress | Red - Not started",
        '"RAG key: Blue (completed), Green (on schedule), Red (delayed)"',
        "Blue,Complete\nGreen,On track\nRed,Off track",
        '"Blue: closed\nGreen: on target\nRed: at risk"',
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_key_says_what_each_colour_means_and_nothing_is_asked(key: str, above: bool):
    plan = read(f"{key}\n\n{HEAD}{ROWS}" if above else f"{HEAD}{ROWS}\n{key}\n")
    red = "not_started" if "Red - Not started" in key else OPEN
    assert groups(plan) == ["complete", OPEN, red]
    assert asked(plan) == []
    told = [each for each in plan.findings if each.kind == "status_by_its_key"]
    assert {each.value for each in told} == {"Blue", "Green", "Red"}
    assert {each.severity for each in told} == {"warning"}


BALLS = """Ref,Action,Owner,Due,Progress
1,Alpha,ICT,30/11/2015,●
2,Beta,ICT,30/11/2015,◑
3,Gamma,ICT,30/11/2015,○
4,Delta,ICT,30/11/2015,●
5,Epsilon,ICT,30/11/2015,○
"""


def test_marks_under_progress_are_statuses_that_are_asked_about():
    plan = read(BALLS)
    assert plan.columns["status"] == "Progress"
    assert groups(plan) == ["unknown"] * 5  # which is open
    assert {each.split("?")[0] for each in asked(plan)} == {
        f"What does the status “{mark}” mean" for mark in "●○◑"
    }


def test_marks_have_the_meaning_of_their_key():
    plan = read(f"{BALLS}\n,● Complete  ◑ Half done  ○ Not started\n")
    assert groups(plan) == ["complete", OPEN, "not_started", "complete", "not_started"]
    assert asked(plan) == []


BESIDE = """Ref,Action,Owner,Due,BRAG,,{0}
1,Alpha,ICT,30/11/2015,Blue,,{1}
2,Beta,ICT,30/11/2015,Green,,{2}
3,Gamma,ICT,30/11/2015,Red,,{3}
4,Delta,ICT,30/11/2015,Blue,,
5,Epsilon,ICT,30/11/2015,Red,,
"""


def test_a_key_beside_the_table_is_read_as_one_and_is_no_column_of_the_plan():
    lines = ("Key", "Blue = complete", "Green = on track", "Red = not started")
    plan = read(BESIDE.format(*lines))
    assert groups(plan) == ["complete", OPEN, "not_started", "complete", "not_started"]
    assert asked(plan) == []


def test_a_title_may_stand_left_of_the_keys_first_word():
    key = "Key,Blue,Complete\n,Green,On track\n,Red,Not started"
    assert groups(read(f"{key}\n\n{HEAD}{ROWS}")) == ["complete", OPEN, "not_started"]


def test_letters_have_the_meaning_of_their_key():
    key = "B = complete; G = on track; R = not started"
    rows = ROWS.replace("Blue", "B").replace("Green", "G").replace("Red", "R")
    assert groups(read(f"{key}\n\n{HEAD}{rows}")) == ["complete", OPEN, "not_started"]


@pytest.mark.parametrize(
    "said",
    [
        "embedded in practice",
        "complete but for training",
        "complete, subject to hmic",
        "complete. to be checked (board)",
        "complete or nearly complete",
    ],
)
def test_a_meaning_that_is_not_wholly_understood_is_asked_with_its_words(said: str):
    plan = read(f'"Key: Blue = {said}; Green = on track; Red = overdue"\n\n{HEAD}{ROWS}')
    assert groups(plan) == [OPEN] * 3
    assert asked(plan) == [
        f"What does the status “Blue” mean? 1 action has it. The sheet's own key says “{said}”."
    ]


@pytest.mark.parametrize(
    "said", ["Completed, not yet verified", "Complete (in part)", "Done – 2 of 3"]
)
def test_of_a_mark_too_all_its_words_are_looked_at(said: str):
    plan = read(f'{BALLS}\n,"● Complete  ◑ {said}  ○ Not started"\n')
    assert groups(plan)[1] != "complete"
    assert any("“◑”" in each for each in asked(plan))


def test_stars_and_arrows_beside_a_date_of_completion_are_no_statuses():
    head = "Ref,Action,Owner,Due,Date completed,Trend\n"
    rows = "1,A,ICT,30/11/2015,12/11/2015,↑\n2,B,ICT,30/11/2015,,↓\n3,C,ICT,30/11/2015,,↑\n"
    plan = read(head + rows)
    assert "status" not in plan.columns


def test_counts_beside_the_colours_are_no_key():
    assert not [q for q in asked(read(f"Blue,12\nGreen,5\n\n{HEAD}{ROWS}")) if "key says" in q]


def test_one_word_alone_or_a_word_with_two_meanings_is_no_key():
    alone = read(f"Note: Blue = complete\n\n{HEAD}{ROWS}")
    twice = read(f"Blue = complete; Blue = on track; Green = on track\n\n{HEAD}{ROWS}")
    assert groups(alone)[0] == groups(twice)[0] == OPEN
    assert any("“Blue”" in each for each in asked(alone))
    assert any("“Blue”" in each for each in asked(twice))


def test_the_text_of_an_action_is_no_key():
    rows = ROWS.replace("Alpha", "Blue = complete; Green = complete")
    assert groups(read(HEAD + rows)) == [OPEN] * 3


def test_a_word_that_says_its_status_by_itself_keeps_it_and_what_the_user_says_comes_first():
    key = "Complete = not started; Green = on track; Blue = complete"
    plan = read(f"{key}\n\n{HEAD}{ROWS.replace('Red', 'Complete')}")
    assert groups(plan) == ["complete", OPEN, "complete"]
    again = read_plan(plan_bytes := f"{key}\n\n{HEAD}{ROWS}".encode(), name="plan.csv")
    other = read_plan(plan_bytes, again.choices.with_change({"statuses": {"Blue": "withdrawn"}}))
    assert groups(other)[0] == "withdrawn"


BLUE, GREEN = (PatternFill("solid", fgColor=colour) for colour in ("0070C0", "92D050"))


def painted(key: dict[str, tuple[str, PatternFill]], first: int, head: int) -> bytes:
    """Statuses told by fills alone, below ``head``: blue, green, blue, green; ``key`` by place."""
    book = openpyxl.Workbook()
    sheet = book.active
    for place, heading in enumerate(["Ref", "Action", "Owner", "Due", "RAG"], start=1):
        sheet.cell(head, place, heading)
    for row, fill in enumerate((BLUE, GREEN, BLUE, GREEN), start=first):
        for place, text in enumerate((str(row), "Act", "ICT"), start=1):
            sheet.cell(row, place, text)
        sheet.cell(row, 5).fill = fill
    for place, (words, fill) in key.items():
        sheet[place] = words
        sheet[place].fill = fill
    return saved(book)


NONE = PatternFill()


@pytest.mark.parametrize(
    ("key", "head"),
    [
        ({"A1": ("Complete", BLUE), "B1": ("On track", GREEN)}, 3),
        (
            {"A9": ("", BLUE), "B9": ("Complete", NONE), "A10": ("", GREEN), "B10": ("Late", NONE)},
            1,
        ),
        ({"G1": ("Key", NONE), "G2": ("Complete", BLUE), "G3": ("On track", GREEN)}, 1),
        ({"G2": ("On track", GREEN), "G3": ("Complete", BLUE)}, 1),
    ],
)
def test_cells_in_the_colours_are_the_key_of_statuses_told_by_fill_alone(key, head: int):
    plan = read_plan(painted(key, head + 1, head), name="plan.xlsx")
    assert groups(plan) == ["complete", OPEN, "complete", OPEN]
    assert asked(plan) == []
    assert plan.columns["status"] == "RAG"


NEXT = """Ref,Action,Owner,Due,RAG{0}
1,Alpha,ICT,30/11/2015,B{1}
2,Beta,ICT,30/11/2015,G{2}
3,Gamma,ICT,30/11/2015,A{3}
4,Delta,ICT,30/11/2015,B{4}
"""
PAIRS = (",B,Complete", ",G,On track", ",A,Not started")
TEXTS = (",B = Complete", ",G = On track", ",A = Not started")


@pytest.mark.parametrize(
    "key",
    [
        (",,", *PAIRS, ",,"),
        (",", *TEXTS, ","),
        (",Key,", *PAIRS, ",,"),
        (",,", ",RAG key,", *PAIRS),
        (",,", *PAIRS, ",R,Off track"),  # as many lines as actions, but of other words
        (",,", *PAIRS, ",R,Off track\n,,,,,P,Parked"),  # more than there are actions
    ],
)
def test_a_key_in_the_very_next_column_is_the_key_and_no_column_of_the_plan(key: tuple[str, ...]):
    plan = read(NEXT.format(*key))
    assert groups(plan) == ["complete", OPEN, "not_started", "complete"]
    assert asked(plan) == []
    assert plan.original.columns.tolist() == ["Ref", "Action", "Owner", "Due", "RAG"]
    [said] = [each for each in plan.findings if each.kind == "key_beside_the_table"]
    assert said.severity == "note"


@pytest.mark.parametrize(
    "column",
    [
        (",,", ",B,Done", ",G,Nearly", ",A,Late", ",R,Stuck"),  # a word and a remark of each row
        (",,", ",B,Complete", ",G,On track", ",A,Off track", ",B,Complete"),  # a word twice
        (",,", ",Blue,", ",Green,", ",Amber,", ",,"),  # words alone
        (",,", ",B,Complete", ",,", ",A,Off track", ",,"),  # with a gap
    ],
)
def test_what_stands_in_the_next_column_of_its_own_row_is_no_key(column: tuple[str, ...]):
    text = NEXT.replace(",B{4}", ",R{4}").format(*column)
    plan = read(text)
    assert not [each for each in plan.findings if each.kind == "key_beside_the_table"]
    assert "Column F" in plan.original.columns


def test_a_key_whose_words_stand_in_cells_of_their_own_colour_is_read():
    book = openpyxl.Workbook()
    sheet = book.active
    means = {"GREEN": "The recommendation is implemented", "RED": "Not implemented by target date"}
    for row in (["Colour", "Definition"], *means.items(), ["Recommendation", "Status", "Due date"]):
        sheet.append(row)
    for name in ("RED", "GREEN", "GREEN"):
        sheet.append([f"Rec {sheet.max_row}", name, "30/09/2019"])
    colours = {"GREEN": "00B050", "RED": "FF0000"}
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value in colours:
                cell.fill = PatternFill("solid", fgColor=colours[cell.value])
    plan = read_plan(saved(book))
    assert groups(plan) == ["not_started", "complete", "complete"]
    assert asked(plan) == []


def test_a_tick_too_has_the_meaning_of_its_key():
    rows = BALLS.replace("●", "✓").replace("Progress", "Status")
    plan = read(f"{rows}\n,✓ Complete  ◑ Half done  ○ Not started\n")
    assert groups(plan) == ["complete", OPEN, "not_started", "complete", "not_started"]
    assert asked(plan) == []


def test_a_new_colour_has_the_meaning_of_its_key_and_without_one_is_a_colour_alone():
    rows = "1,Alpha,ICT,30/11/2015,NEW GREEN\n2,Beta,ICT,30/11/2015,Amber\n"
    plan = read(f"GREEN = complete; AMBER = on track\n\n{HEAD}{rows}")
    assert groups(plan) == ["complete", OPEN]
    unsaid = read(f"{HEAD}{rows}")
    assert groups(unsaid) == [OPEN, OPEN]
    assert any("NEW GREEN" in each for each in asked(unsaid))


@pytest.mark.parametrize("heading", ["Progress (BRAG)", "Progress RAYG", "BRAG progress"])
def test_a_heading_of_progress_by_colours_is_the_status_in_whatever_order_they_are(heading: str):
    assert groups(read(HEAD.replace("BRAG", heading) + ROWS)) == [OPEN] * 3
    assert read(HEAD.replace("BRAG", heading) + ROWS).columns["status"] == heading
