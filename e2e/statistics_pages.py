"""Which pages are of statistics and open data: their own journey looks at them."""

NO_STATISTICS_PAGES = {
    "open_data.description": "for machines",
    "open_data.file": "a file",
    "statistics.index": "leads on",
    "statistics.sheet": "a file for a spreadsheet",
}

STATISTICS_PAGES = {"open_data.index", "statistics.subject"} | set(NO_STATISTICS_PAGES)
