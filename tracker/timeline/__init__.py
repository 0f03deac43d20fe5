"""One plan at several dates: what is original, what changed, what may be published.

>>> from tracker.timeline import Position, Timeline
>>> over = Timeline.of([Position.of(january, date(2016, 1, 12)), Position.of(april, april.as_at)])
>>> over.compared().counts["original_changed"]
1

What others use is named in ``__init__.pyi``, and imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
