"""What importing the tracker loads: a script that reads a plan needs no server and no charts."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Loading any of these costs from 35 to 320 milliseconds and serves only those who use it.
FOR_ONE_USE = {
    "streamlit",  # pages
    "plotly",  # charts
    "openpyxl",  # fills and hidden rows
    "xlsxwriter",  # downloads
    "typer",  # the command line
    "docx",
    "scipy",
    "sqlalchemy",
}


def loaded_by(statements: str) -> set[str]:
    """The top-level modules that a fresh Python has loaded after these statements."""
    code = f"{statements}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statements",
    [
        "import tracker",
        "from tracker import *",
        "from tracker import Plan, PlanError, filter_actions, measure, read_plan, summarise",
        "from tracker import forecast",
    ],
)
def test_the_core_loads_no_server_no_charts_and_no_writer(statements: str) -> None:
    loaded = loaded_by(statements) & FOR_ONE_USE
    if statements == "from tracker import *":
        loaded -= {"xlsxwriter"}  # export_excel is among the names

    assert loaded == set()


@pytest.mark.parametrize(
    "module",
    ["tracker.measures", "tracker.summaries", "tracker.filters", "tracker.forecasting"],
)
def test_the_measures_load_no_reader(module: str) -> None:
    code = (
        f"import {module}, sys\n"
        "assert not [name for name in sys.modules if name.startswith('tracker.reading')]"
    )

    assert "python_calamine" not in loaded_by(code)


def test_reading_and_measuring_the_sample_loads_no_server_and_no_charts() -> None:
    statements = (
        "from tracker import measure, read_plan, summarise\n"
        "plan = read_plan('sample_data/building_the_picture_2016-04-30.xlsx')\n"
        "summarise(measure(plan.actions, plan.as_at))"
    )

    assert loaded_by(statements) & {"streamlit", "plotly", "xlsxwriter"} == set()
