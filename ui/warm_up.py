"""What the first page needs, made ready while the first browser loads its own part."""

from __future__ import annotations

import gc


def make_ready() -> None:
    """Load the modules of the first page, and measure the sample that it shows.

    Streamlit runs the main script anew for each visitor, so it cannot be loaded ahead; what it
    and the first page import can. What is loaded stays, so no garbage is looked for meanwhile.
    """
    gc.disable()
    try:
        _load()
    finally:
        gc.enable()


def _load() -> None:
    import inspect

    import streamlit.elements.plotly_chart  # noqa: F401

    import tracker.charts  # noqa: F401
    from tracker import sample
    from tracker.output.browser import has_browser
    from ui import overview_page, plan_bar  # noqa: F401

    latest = next(iter(sample.versions().values()))
    # For what is done once: bank holidays are worked out, and the browser is looked for.
    sample.timeline(latest.name).redacted(()).measured(sample.day_of(latest))
    has_browser()
    inspect.stack()  # Streamlit asks where its first element comes from: a look at every module
