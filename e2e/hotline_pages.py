"""Which pages belong to the hotline: `test_a_day_at_the_hotline` looks at them."""

LEADING_ON = {"admin_calls.as_csv": "a file for a spreadsheet"}

HOTLINE_PAGES = {
    "hotline.index",
    "hotline.name",
    "hotline_answer.show",
    "hotline_tasks.index",
    "hotline_undelivered.index",
    "office_tasks.show",
    "admin_calls.index",
    "admin_calls.lookups",
    *LEADING_ON,
}
