"""Buttons that save a file, made when somebody asks for it and written down first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import streamlit as st

from ui import identity

_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    ".csv": "text/csv",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def button(
    label: str,
    file: str,
    build: Callable[[], bytes],
    facts: dict[str, Any] | None = None,
    **look: Any,
) -> None:
    """A download of ``file``; ``facts`` are written down beside its name."""
    st.download_button(
        label,
        data=identity.noted_download(file, build, **(facts or {})),
        file_name=file,
        mime=KINDS.get(PurePath(file).suffix),
        on_click="ignore",
        **look,
    )
