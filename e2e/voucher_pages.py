"""Which pages belong to vouchers: `test_vouchers_can_be_read` looks at them."""

LEADING_ON = {
    "family_voucher_places.kept": "leads on",
    "office_iterations.index": "leads on to the only territory",
    "family_vouchers.confirm_restoration": "open after two working days; tests/web looks at it",
}

VOUCHER_PAGES = {
    "family_vouchers.offer",
    "family_vouchers.confirm_acceptance",
    "family_vouchers.confirm_refusal",
    "family_voucher_places.index",
    "family_voucher_places.confirm",
    "family_voucher_time.show",
    "kindergarten_waiting.index",
    "office_iterations.show",
    "public.queues",
    "public.shared_queue",
    "public.vouchers",
    *LEADING_ON,
}
