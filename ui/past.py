"""The history as the pages meet it: looked into only where there is one, made only when asked."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import streamlit as st

from tracker.mapping import Mapping

if TYPE_CHECKING:
    from tracker.history import History, Recorded

_MONTH = (
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    "|oct(ober)?|nov(ember)?|dec(ember)?)"
)
_DATE_IN_NAME = re.compile(
    r"\b\d{4} \d{1,2} \d{1,2}\b|\b\d{1,2} \d{1,2} \d{2,4}\b"
    rf"|\b\d{{1,2}}(st|nd|rd|th)? {_MONTH}( \d{{2,4}})?\b|\b{_MONTH}( \d{{2,4}}\b|$)"
    r"|\b(19|20)\d{2}\b|\bv(ersion)? ?\d+\b",
    re.IGNORECASE,
)
"""Dates and versions in a file's name, its punctuation being spaces."""


def look() -> History | None:
    """The history, or ``None`` where nothing was ever recorded. Raises ``HistoryError``."""
    from tracker.history.database import database_url

    url = database_url()
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    return to_record()


def to_record() -> History:
    """The history, made where there is none. Raises ``HistoryError``."""
    from tracker.history.database import URL_VARIABLE

    return _opened(os.environ.get(URL_VARIABLE, ""))


@functools.lru_cache(maxsize=4)
def _opened(address: str) -> History:
    from tracker.history import History  # only here: SQL takes a third of a second to load

    return History(address or None)


def who() -> str:
    """The name that the user gave in this session; empty where none."""
    return st.session_state.get("_who", "")


def name_from_file(file_name: str) -> str:
    """A plan's name from its file's: "Force plan" of ``Force_plan_2016-04-30.xlsx``."""
    words = re.sub(r"[\W_]+", " ", PurePath(file_name).stem)
    undated = " ".join(_DATE_IN_NAME.sub(" ", words).split())
    return undated or words.strip() or "Action plan"


def name_in_history(history: History, file_name: str, sha256: str) -> str | None:
    """Under which name a file's plan is recorded: that of this file, else of one named alike."""
    wanted = name_from_file(file_name).casefold()
    alike = None
    for name in history.plans():
        versions = history.recorded(name)
        if any(version.sha256 == sha256 for version in versions):
            return name
        names = {name, *(name_from_file(version.file_name) for version in versions)}
        if wanted in {each.casefold() for each in names}:
            alike = alike or name
    return alike


def standing(history: History, name: str) -> list[Recorded]:
    """The recorded positions of a plan that count, by as-at date."""
    return [version for version in history.recorded(name) if version.superseded is None]


def layout_for(headings: Sequence[str]) -> Mapping | None:
    """How the last file with these headings was read, where that was remembered."""
    from tracker.history.errors import HistoryError

    try:
        history = look()
        layout = history.layout_for(list(headings)) if history else None
    except HistoryError:
        return None  # the plan can be read without; the pages of the history say why
    return None if layout == Mapping() else layout


def remember_layout(headings: Sequence[str], layout: Mapping) -> None:
    """Keep how files with these headings are read; an empty layout forgets it."""
    to_record().remember_layout(list(headings), layout, who=who())
