"""A fact, then its sentence: pages, report, command line and published page say the same one."""
