#!/bin/sh
# Prints the path of a Chromium for the browser tests, bringing one where the machine allows it.
# Its headless shell is preferred: the same engine without the windows of a whole browser, at a
# fifth of the work for each page. Exit status 1: there is none and none could be brought; why
# stands on the error stream.
set -u
cd "$(dirname "$0")/.."

find_shell() {
    for name in "${KEZEK_CHROMIUM:-}" chromium-headless-shell chrome-headless-shell; do
        [ -n "$name" ] && command -v "$name" && return
    done
    # One that Playwright brought for itself.
    .venv/bin/python - <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    browsers = pathlib.Path(playwright.chromium.executable_path).parents[2]
names = ("headless_shell", "chrome-headless-shell")
found = [path for name in names for path in browsers.glob(f"chromium_headless_shell-*/*/{name}")]
if not found:
    sys.exit(1)
print(found[-1])
PY
}

find_whole() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

bring_from_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "browser | bringing $1 from the system's packages" >&2
    {
        DEBIAN_FRONTEND=noninteractive
        export DEBIAN_FRONTEND
        timeout 120 apt-get update -qq &&
            timeout 300 apt-get install -y -qq --no-install-recommends "$1" fonts-dejavu-core
    } >&2
}

bring_with_playwright() {
    echo "browser | bringing Chromium with Playwright" >&2
    timeout 300 .venv/bin/python -m playwright install --only-shell chromium 2>&1 | tail -n 1 >&2
}

# A person's whole browser will do; a machine that tests all day earns the shell back at once.
found=$(find_shell 2>/dev/null) ||
    { [ -n "${CI:-}" ] && bring_from_debian chromium-headless-shell &&
        found=$(find_shell 2>/dev/null); } ||
    found=$(find_whole) ||
    { bring_from_debian chromium-headless-shell && found=$(find_shell 2>/dev/null); } ||
    { bring_from_debian chromium && found=$(find_whole); } ||
    { bring_with_playwright && found=$(find_shell 2>/dev/null); } ||
    {
        echo "browser | there is no Chromium here, and none could be brought." >&2
        echo "browser | Install one (Debian: apt-get install chromium-headless-shell) or set" >&2
        echo "browser | KEZEK_CHROMIUM." >&2
        exit 1
    }
echo "$found" | head -n 1
