"""What the pages share: the shell, the plan in use, the filters and the frame of a page."""
