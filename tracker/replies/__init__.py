"""The owners' round trip: a workbook for each owner to fill in, and what comes back."""
