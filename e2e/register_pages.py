"""Which pages speak of the state registers alone: `test_state_registers` looks at them."""

REGISTER_PAGES = {"family_offers.show"}
