"""Links from page to page that keep the address whole, so that Back goes back at one press."""

from __future__ import annotations

import streamlit as st

from ui.session import session

UNBOUND = ("plan", "position")
"""What the address says that no widget does: written again on the new page it is a second step."""


def link_to(page: str, label: str, *, icon: str | None = None) -> None:
    """A link to another page by its name, with what the address says of the plan shown."""
    if page == session().page:
        return
    kept = {key: st.query_params[key] for key in UNBOUND if key in st.query_params}
    st.page_link(f"../pages/{page}.py", label=label, icon=icon, query_params=kept or None)
