"""Changes: what is other than at the last meeting, and over all positions."""

from ui import changes, frame, trends

view = frame.begin("What changed since last time", needs_actions=False)
if changes.choose_span() == changes.OVER_ALL:
    trends.show(view)
else:
    changes.show(view)
frame.assumptions(view)
