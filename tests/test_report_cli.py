"""``report`` on the command line: the Word file, what is printed, and what is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from sample_data import make
from tests.comparing import APRIL, JANUARY, SEPTEMBER
from tests.plans import plan
from tests.test_report_template import template
from tests.test_report_word import text_of
from tracker.protective_marking import OF_THOSE_SHOWN

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "sample_data" / "hmic_building_the_picture.csv"
APRILS, JANUARYS = make.path(APRIL), make.path(JANUARY)


def run(*arguments: object, browser: str = "/nowhere") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tracker", "report", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"BROWSER_PATH": browser},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def refused(*arguments: object) -> str:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "report.docx"


def test_the_report_is_written_and_its_answer_says_what_is_in_it(output: Path) -> None:
    done = run(
        APRILS,
        "-o",
        output,
        "--previous",
        JANUARYS,
        "--next-meeting",
        "2016-07-14",
        "--format",
        "json",
    )

    assert (done.returncode, done.stderr) == (0, "")
    values = json.loads(done.stdout)
    assert next(iter(values)) == "schema"
    own = ("previous_as_at", "file", "actions", "charts", "length", "warnings", "to_complete")
    assert {name: values[name] for name in own} == {
        "previous_as_at": "2016-01-12",
        "file": str(output),
        "actions": 33,
        "charts": [],
        "length": "short",
        "warnings": [],
        "to_complete": [
            "Report to",
            "Item number",
            "Date of the meeting",
            "Date of the last meeting",
            "Report of",
            "Classification",
            "What the last meeting was told",
            "Implications",
            "Links to the Police and Crime Plan",
            "Reasons why restricted",
            "Contact for further information",
        ],
    }
    text = text_of(docx.Document(str(output)))
    assert "14 of 32 actions (44%) are complete" in text
    assert "before the next meeting, on 14 July 2016" in text
    assert "what has changed since 12 January 2016" in text
    assert "Illustrative: made up" in text
    assert "Appendix B" not in text


def test_in_words_it_says_what_is_missing_and_why_there_is_no_chart(output: Path) -> None:
    done = run(APRILS, "-o", output, "--public")

    assert done.stdout.splitlines() == [
        f"Wrote the report of 32 actions to {output}",
        f"Public version: 1 restricted action left out. {OF_THOSE_SHOWN}",
        "It has no chart. Charts cannot be saved as pictures here, because this computer has no "
        "Chrome, Edge or Chromium.",
        "Still to be completed in it: Report to, Item number, Date of the meeting, Date of the "
        "next meeting, Report of, Classification, Implications, Links to the Police and Crime Plan "
        "and Contact for further information",
    ]
    text = text_of(docx.Document(str(output)))
    assert "covert" not in text
    assert "14 of 31 actions (45%)" in text


def test_the_words_and_the_template_are_taken_from_files(output: Path, tmp_path: Path) -> None:
    words, styled = tmp_path / "words.json", tmp_path / "force.docx"
    words.write_text(
        json.dumps({"author": "Manager", "next_meeting": "2016-06-01", "reasons_restricted": "N/A"})
    )
    styled.write_bytes(template())
    asked = ("--length", "full", "--catalogue", CATALOGUE, "--decide-extensions")
    done = run(APRILS, "-o", output, "--words", words, "--template", styled, "--no-charts", *asked)

    assert done.returncode == 0
    assert "no chart" not in done.stdout
    assert "but this report includes one restricted action." in done.stdout
    assert "Implications (to be confirmed)" in done.stdout
    document = docx.Document(str(output))
    assert document.core_properties.author == "Manager"
    assert "The Force" in document.sections[0].footer.paragraphs[0].text
    assert "on 1 June 2016" in text_of(document)
    assert "Appendix B: live actions" in text_of(document)
    assert "No extension is asked for." in text_of(document)  # no earlier plan is given
    assert "Code of Practice on the Management of Police Information 2005" in text_of(document)


def test_an_earlier_plan_without_a_date_is_given_one(output: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    old.write_bytes(plan(["1", "1", "Audit", "Records", "30/11/2015", "In progress"]))
    new.write_bytes(plan(["1", "1", "Audit", "Records", "30/11/2015", "Complete"]))
    dates = ("--as-at", "2016-04-30", "--previous-as-at", "2016-01-12")

    assert run(new, "-o", output, "--previous", old, *dates).returncode == 0
    assert "One action was open as at 12 January 2016" in text_of(docx.Document(str(output)))
    said = refused(new, "-o", output, "--previous", old, "--as-at", "2016-04-30")
    assert "say its date with --previous-as-at" in said


def test_a_plan_of_a_later_date_is_not_the_last_report(output: Path) -> None:
    said = refused(APRILS, "-o", output, "--previous", make.path(SEPTEMBER))
    assert "as at 30 September 2016, not before 30 April 2016" in said
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--next-meeting", "soon"], "--next-meeting soon: it needs a date"),
        (["--previous-as-at", "2016-01-12"], "--previous-as-at needs --previous"),
        (["--words", APRILS], "not JSON"),
        (["--words", "nowhere.json"], "could not be opened"),
        (["--template", APRILS], "--template: This template is not a Word document"),
        (["--template", "nowhere.docx"], "could not be opened"),
        (["--previous", "nowhere.xlsx"], "no file"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(output: Path, arguments, said) -> None:
    assert said in refused(APRILS, "-o", output, *arguments)
    assert not output.exists()


def test_no_file_that_is_read_is_written_over(tmp_path: Path) -> None:
    copy = tmp_path / "plan.xlsx"
    copy.write_bytes(APRILS.read_bytes())
    assert "is one of the files read" in refused(copy, "-o", copy)
    assert copy.read_bytes() == APRILS.read_bytes()
    assert "could not be written" in refused(APRILS, "-o", tmp_path / "no" / "report.docx")


def test_the_readme_shows_the_command() -> None:
    assert "python -m tracker report PLAN -o FILE.docx" in (ROOT / "README.md").read_text()
