"""What the first page needs, made ready while the first browser loads its own part."""

from __future__ import annotations


def make_ready() -> None:
    """Load the modules that draw the first page, and read the sample that it shows.

    Streamlit runs the main script anew for each visitor, so it cannot be loaded ahead; what it
    and the first page import can.
    """
    import plotly.graph_objects  # noqa: F401
    import streamlit.elements.plotly_chart  # noqa: F401

    import tracker.charts
    import tracker.history  # noqa: F401
    from ui import (  # noqa: F401  # noqa: F401
        comparisons,
        downloads,
        figures,
        frame,
        opened,
        overview_pdf,
        past,
        public,
        recording,
        uploading,
    )

    latest = next(iter(uploading.sample_versions().values()))
    uploading.sample_plan(latest)
