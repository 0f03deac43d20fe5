"""Changes: what is other than at the last meeting, and over all positions."""

from ui import changes_page, page_frame, trends

view = page_frame.begin("What changed since last time", needs_actions=False)
if changes_page.choose_span() == changes_page.OVER_ALL:
    trends.show(view)
else:
    changes_page.show(view)
page_frame.assumptions(view)
