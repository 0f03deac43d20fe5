"""The main script: it runs first on every page, then runs the page.

What every page shows (the menu, the plan bar, the notices) is drawn here, and whatever must hold on
every page stands here too.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import action_dialogue, gate, group_pages, page_frame, plan_bar, recorded_plans
from ui.headers import SCRIPT

LOOK = Path(__file__).with_name("look.css")

MENU = {
    "": {
        "overview": "Overview",
        "slippage": "Slippage",
        "recommendations": "Recommendations",
        "owners": "Owners",
        "changes": "Changes",
        "forecast": "Forecast",
        "report": "Report",
    },
    "The file": {"check": "Check the reading", "records": "Records"},
    "Help": {"about": "About the measures", "accessibility": "Accessibility"},
}


def main() -> None:
    """Set up, draw the menu and the plan bar, then run the page that the address names."""
    st.set_page_config(layout="wide")
    st.html(LOOK)
    with st.container(key="script"):
        st.html(f"<script>{SCRIPT}</script>", unsafe_allow_javascript=True)
    page = st.navigation(
        {
            section: [
                st.Page(f"../pages/{name}.py", title=title, url_path=name, default=not place)
                for place, (name, title) in enumerate(pages.items(), start=section != "")
            ]
            for section, pages in MENU.items()
        },
        position="top" if gate.is_open() else "hidden",
    )
    person = gate.hold(page.url_path)
    group_pages.turn()
    view = plan_bar.draw(page.url_path, person)
    page_frame.notices(view, page.url_path)
    recorded_plans.show_what_came_of_it()
    page.run()
    action_dialogue.show_opened(view)


main()
