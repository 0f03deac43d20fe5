"""The scrutiny report: what it says, worked out once, for Word, for the page and for tests."""
