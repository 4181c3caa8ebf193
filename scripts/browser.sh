#!/bin/sh
# Prints the path of a Chromium for the browser tests, bringing one where the machine allows it.
# Exit status 1: there is none and none could be brought; why stands on the error stream.
set -u
cd "$(dirname "$0")/.."

find_browser() {
    for name in "${KEZEK_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] && command -v "$name" && return
    done
    # One that Playwright brought for itself.
    .venv/bin/python - <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = pathlib.Path(playwright.chromium.executable_path)
if not path.is_file():
    sys.exit(1)
print(path)
PY
}

bring_from_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "browser | bringing Chromium from the system's packages" >&2
    {
        DEBIAN_FRONTEND=noninteractive
        export DEBIAN_FRONTEND
        apt-get update -qq &&
            apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
    } >&2
}

bring_with_playwright() {
    echo "browser | bringing Chromium with Playwright" >&2
    timeout 300 .venv/bin/python -m playwright install chromium 2>&1 | tail -n 1 >&2
}

found=$(find_browser 2>/dev/null) ||
    { bring_from_debian && found=$(find_browser 2>/dev/null); } ||
    { bring_with_playwright && found=$(find_browser 2>/dev/null); } ||
    {
        echo "browser | there is no Chromium here, and none could be brought." >&2
        echo "browser | Install one (Debian: apt-get install chromium) or set KEZEK_CHROMIUM." >&2
        exit 1
    }
echo "$found" | head -n 1
