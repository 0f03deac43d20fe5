"""The set-up: what `make` says where Python is missing, and what the settings promise."""

import ast
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import browsers
from tracker.charts.palette import contrast

ROOT = Path(__file__).parents[1]
PYTHONS = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make_with_python(folder: Path, python: str, target: str) -> subprocess.CompletedProcess[str]:
    """Run make in a copy of the project's set-up where every Python is this shell script."""
    commands = folder / "commands"
    commands.mkdir()
    for name in PYTHONS:
        command = commands / name
        command.write_text(f"#!/bin/sh\n{python}\n")
        command.chmod(0o755)
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder)
    return subprocess.run(
        [str(shutil.which("make")), target],
        cwd=folder,
        env={"PATH": str(commands)},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_make
@pytest.mark.parametrize("target", ["run", "test"])
def test_make_says_which_python_it_needs_where_all_are_too_old(tmp_path: Path, target: str) -> None:
    done = make_with_python(tmp_path, "exit 1", target)

    assert done.returncode != 0
    assert "The tracker needs Python 3.11 or later, and none was found." in done.stderr
    assert not (tmp_path / ".venv").exists()


@needs_make
def test_make_says_which_package_is_missing_where_python_has_no_venv(tmp_path: Path) -> None:
    new_enough_without_venv = 'case "$2" in *ensurepip*) exit 1 ;; esac'

    done = make_with_python(tmp_path, new_enough_without_venv, "run")

    assert done.returncode != 0
    assert "its venv package is missing" in done.stderr
    assert re.search(r"sudo apt install python3?\S*-venv", done.stderr)


@needs_make
def test_make_alone_lists_every_command() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony

    assert set(re.findall(r"^make (\w+)", done.stdout, re.MULTILINE)) == set(phony[1].split())


def test_every_requirement_is_pinned_to_one_version() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
        assert wanted
        assert [line for line in wanted if not re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?", line)] == []


def imported_by(files: Iterable[Path]) -> set[str]:
    """The top-level packages that these files import, other than Python's and the project's."""
    names = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    own = {path.stem for path in ROOT.iterdir()}
    return names - sys.stdlib_module_names - own


def required_by(name: str) -> set[str]:
    """The packages that can be imported after this file's requirements, apart from theirs."""
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / name).read_text(), re.MULTILINE)
    wanted = {distribution.lower().replace("_", "-") for distribution in pinned}
    return {
        package
        for package, distributions in packages_distributions().items()
        if wanted & {distribution.lower().replace("_", "-") for distribution in distributions}
    }


def test_what_the_tracker_imports_is_required_by_name() -> None:
    files = [ROOT / "app.py", *(ROOT / "sample_data").glob("*.py")]
    for folder in ("tracker", "ui", "pages"):
        files += (ROOT / folder).rglob("*.py")

    assert imported_by(files) - required_by("requirements.txt") == set()


def test_the_app_listens_on_this_machine_only_and_asks_and_sends_nothing() -> None:
    assert SETTINGS["server"]["address"] == "localhost"
    assert SETTINGS["server"]["port"] == 8501
    assert SETTINGS["server"]["showEmailPrompt"] is False
    assert SETTINGS["browser"]["gatherUsageStats"] is False


def test_people_are_not_shown_the_details_of_an_error() -> None:
    assert SETTINGS["client"]["showErrorDetails"] == "none"


def test_no_font_is_fetched_from_another_host() -> None:
    assert "http" not in (ROOT / ".streamlit" / "config.toml").read_text()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_stand_out_from_the_background(name: str) -> None:
    theme = SETTINGS["theme"][name]
    backgrounds = (theme["backgroundColor"], theme["secondaryBackgroundColor"])

    assert min(contrast(theme["textColor"], background) for background in backgrounds) >= 7
    assert min(contrast(theme["linkColor"], background) for background in backgrounds) >= 4.5
    # The page's tabs are written in its primary colour; for white on it there is the style sheet.
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 4.5


def test_each_import_contract_gives_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    starts = [n for n, line in enumerate(lines) if line == "[[tool.importlinter.contracts]]"]

    assert starts
    assert [n for n in starts if not lines[n + 1].startswith("# ")] == []


def test_the_checks_before_a_change_is_taken_can_be_run() -> None:
    script = ROOT / ".ci" / "run"

    assert script.read_text().splitlines()[-2:] == ["make test", "make check"]
    assert os.name == "nt" or script.stat().st_mode & stat.S_IXUSR


def test_an_installed_browser_is_tried_before_playwrights_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        browsers.shutil, "which", lambda name: f"/bin/{name}" if name == "google-chrome" else None
    )
    monkeypatch.setattr(browsers, "MAC_CHROMIUM", Path("/no/such/browser"))

    assert list(browsers.choices()) == [
        {"executable_path": "/bin/google-chrome"},
        {"channel": "chrome"},
        {"channel": "msedge"},
        {},
    ]


def test_without_a_browser_playwrights_is_fetched_and_then_the_systems(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(browsers.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(browsers.shutil, "which", lambda name: f"/bin/{name}")

    ways = [way[-4:] for way in browsers.ways_to_install()]

    assert ways == [
        ["-m", "playwright", "install", "chromium"],
        ["--non-interactive", "apt-get", "update", "--quiet"],
        ["install", "--yes", "--quiet", "chromium"],
    ]


def test_where_no_browser_can_be_had_make_test_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browsers, "starts", lambda: False)
    monkeypatch.setattr(browsers, "ways_to_install", lambda: iter(()))

    assert browsers.main() == 1
    assert "sudo apt install chromium" in capsys.readouterr().err


def test_the_tree_in_the_design_is_the_folders_there_are() -> None:
    tree = (ROOT / "docs" / "design.md").read_text().split("```")[1]
    drawn = {line.split("  ")[0].strip() for line in tree.splitlines() if not line.startswith("  ")}
    inner = {
        name for line in tree.splitlines() if line.startswith("  ") for name in [line.split()[0]]
    }
    for name in drawn - {""}:
        assert (ROOT / name.split()[0]).exists(), name
    core = ROOT / "tracker"
    there = {f"{each.name}/" for each in core.iterdir() if (each / "__init__.py").exists()}
    there |= {each.name for each in core.glob("*.py") if not each.name.startswith("__")}
    assert inner == there
