"""Which pages are the operator's: `test_a_day_of_the_operator` looks at them."""

NO_PAGES = {
    "operator.audit_file": "a file for a spreadsheet",
    "operator.index": "the list of regions under its shorter address",
    "operator.two_step_square": "a picture",
}

OPERATOR_PAGES = {
    "operator.acts",
    "operator.ask_closing",
    "operator.ask_discard",
    "operator.ask_export",
    "operator.ask_off",
    "operator.ask_resume",
    "operator.ask_stop",
    "operator.audit",
    "operator.erasure",
    "operator.health",
    "operator.invitation",
    "operator.jobs",
    "operator.look_closing",
    "operator.monitoring",
    "operator.new_outage",
    "operator.open_region",
    "operator.outages",
    "operator.people",
    "operator.prove",
    "operator.region",
    "operator.regions",
    "operator.shared_answer",
    "operator.shared_hotline",
    "operator.sign_in",
    "operator.switches",
    "operator.two_step",
    "public.outages",
    *NO_PAGES,
}
