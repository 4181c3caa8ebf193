"""COUNTING: what statistics and open data read; one module for each subject, nothing is written.

Each gives counts by all that a page may ask for, so that one reading serves a table, its chart
and its totals. Months are those of the region's own wall clock.
"""
