"""Pages of a region's configuration, which the administrator's own journey looks at."""

SETTINGS_PATHS = (
    "",
    *(f"rules/{room}" for room in ("queue", "applying", "signing", "linear", "referrals")),
    *("rules/notices", "rules/indigo", "rules/vouchers", "names", "contacts", "territories/"),
    "territories/new",
    *("texts", "letters/", "letters/N-05", "calendar/", "calendar/2028", "channels", "brand"),
    *("change/", "versions/", "versions/1/", "versions/1/take-back", "file/"),
)
"""Below `/SLUG/admin/settings/`, as they are without any change."""

SETTINGS_PAGES = frozenset(
    f"admin.{page}"
    for page in (
        *("settings", "rules_room", "names_room", "contacts_room", "territories_room"),
        *("territory", "new_territory", "texts_room", "letters_room", "letter", "calendar_room"),
        *("calendar_year", "channels_room", "brand_room", "change", "look_at_change", "versions"),
        *("version", "confirm_take_back", "region_file"),
    )
)
"""The same by their endpoints."""

SETTINGS_FILES = frozenset({"admin.export_region"})
"""What is no page."""
