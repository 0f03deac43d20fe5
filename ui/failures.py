"""When a page fails: a sentence for the reader, and a log that holds nothing of their plan."""

from __future__ import annotations

import logging
import traceback

import streamlit as st

from ui.streamlit_internals import LOGGERS


def outline(error: BaseException) -> str:
    """The kind of error and the lines it passed through, without its message.

    Messages of pandas and of Python quote the values that they failed on, so a cell of
    somebody's plan could stand in them.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([type(error).__name__, *lines])


class _WithoutValues(logging.Filter):
    """Replaces an exception in a log record by its outline."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.getMessage()}: {outline(record.exc_info[1])}"
            record.args = None
            record.exc_info = None
        return True


def keep_values_out_of_the_log() -> None:
    """Let Streamlit log that a page failed and where, but not with what."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_WithoutValues())


def say_that_it_failed(_: Exception) -> bool:
    """Show a plain sentence in place of a traceback. ``True`` tells Streamlit that it was shown."""
    st.error(
        "This page could not be shown. Nothing of your plan has been changed: reload the page, "
        "or open another one. The server's log says where it failed."
    )
    return True
