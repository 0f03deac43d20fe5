"""Downloads: what leaves the tracker as a file."""
