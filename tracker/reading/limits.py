"""What a file may cost, whatever it claims about itself. One constant a limit, with its reason."""

MAX_FILE_BYTES = 50 * 1024**2
"""A plan of 100,000 actions is about 8 MB; 50 MB is more than any plan seen."""

MAX_EXPANDED_BYTES = 400 * 1024**2
"""What a zipped workbook may grow to when unpacked; 100,000 rows x 14 columns are 52 MB."""

MAX_ENTRIES = 10_000
"""Files inside a zipped workbook; real ones have tens."""

MAX_CELLS = 5_000_000
"""Cells of all sheets together, blank ones inside a sheet's extent included: about 500 MB."""

BASE_MEMORY_BYTES = 320 * 1024**2
"""Address space that reading a small file may take: Python and its libraries are about 100 MB."""

MEMORY_PER_EXPANDED_BYTE = 12
"""More address space for each unpacked byte: measured 6 to 8 for dense sheets."""

MAX_MEMORY_BYTES = 3 * 1024**3
"""The most that reading any file may take, in a process of its own."""

BASE_SECONDS = 4
"""Processor time that reading a small file may take."""

SECONDS_PER_EXPANDED_MB = 0.4
"""More for each unpacked megabyte: measured 0.05 to 0.1."""

MAX_ANSWER_BYTES = 400 * 1024**2
"""What the process that parses a file may hand over; 100,000 rows x 14 columns are 40 MB."""

MAX_COLUMNS = 1_000
"""Columns of one sheet that are looked at; a plan has 8 to 40."""
