"""``python -m tracker``: see :mod:`tracker.cli`."""

from tracker.cli import main

if __name__ == "__main__":
    main()
