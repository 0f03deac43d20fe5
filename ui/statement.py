"""The accessibility statement, in the form that the law asks of British authorities.

Source: Government Digital Service, "Sample accessibility statement", for the Public Sector Bodies
(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. Who runs the tracker and
who can be asked stand in the environment, because only they can say so.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from ui.markdown_escape import escaped

ORGANISATION, CONTACT = "TRACKER_ORGANISATION", "TRACKER_CONTACT"
UNNAMED = "the organisation that runs this tracker"
NOBODY = (
    "whoever gave you the address of this tracker (the organisation that runs it has not said here "
    f"who to ask: it does so in `{CONTACT}`)"
)


_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def words() -> str:
    """The statement in Markdown, with the names of who runs this tracker as text."""
    organisation = os.environ.get(ORGANISATION, "").strip()
    contact = os.environ.get(CONTACT, "").strip()
    asked = f"[{contact}](mailto:{contact})" if _ADDRESS.fullmatch(contact) else escaped(contact)
    text = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    return text.replace("{organisation}", escaped(organisation) or UNNAMED).replace(
        "{contact}", asked or NOBODY
    )
