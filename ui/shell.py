"""The main script: it runs first on every page, then runs the page.

What every page shows (the plan in the sidebar, the filters, the sample's banner) is drawn here, and
whatever must hold on every page stands here too.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import downloads, filters, frame, gate, opened, past, recording, timelines, uploading
from ui.safe import escaped
from ui.view import View, keep_view

LOOK = Path(__file__).with_name("look.css")

PAGES = (
    ("overview", "Overview"),
    ("slippage", "Slippage"),
    ("recommendations", "Recommendations"),
    ("owners", "Owners"),
    ("changes", "Changes"),
    ("trend", "Trend"),
    ("portfolio", "Portfolio"),
    ("forecast", "Forecast"),
    ("report", "Report"),
    ("history", "History"),
    ("check", "Check the reading"),
    ("about", "About the measures"),
    ("accessibility", "Accessibility"),
)


def main() -> None:
    """Set up, draw the sidebar, then run the page that the address names."""
    st.set_page_config(layout="wide")
    st.html(LOOK)
    page = st.navigation(
        [
            st.Page(f"../pages/{name}.py", title=title, url_path=name, default=name == "overview")
            for name, title in PAGES
        ],
        expanded=True,  # from 13 pages on the last ones would be folded away
        position="sidebar" if gate.is_open() else "hidden",
    )
    person = gate.hold(page.url_path)
    with st.sidebar:
        gate.offer_sign_out(person)
        view = _sidebar()
    frame.notices(view, page.url_path)
    past.show_what_came_of_it()
    page.run()


def _sidebar() -> View:
    """The plan, its date, the filters and the downloads, on every page."""
    heading, upload = st.empty(), st.container()  # first, so that it is in sight on a laptop
    in_use = timelines.choose(opened.plan_in_use() or uploading.plan_in_use())
    filters.prepare(in_use)
    heading.markdown(f"**{escaped(in_use.name)}**")
    as_at = filters.choose_as_at(in_use)
    if in_use.recorded:
        opened.offer(in_use)
    with upload:
        uploading.offer_upload(when_read=opened.close)
        if in_use.is_upload and st.button("Forget my plan"):
            uploading.confirm_forgetting(in_use.name)
    beneath_plan = st.container()
    st.markdown("**Filters**")
    choice = filters.choose(in_use)
    view = keep_view(in_use, as_at, choice)
    with beneath_plan:
        recording.offer(view)
        frame.layout_remembered(in_use)
    st.button("Clear filters", on_click=filters.clear, disabled=not filters.any_chosen(choice))
    downloads.offer(view)
    return view


main()
