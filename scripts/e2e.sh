#!/bin/sh
# Runs the browser tests; without a browser it skips them loudly, or fails where CI is set.
set -eu
cd "$(dirname "$0")/.."
[ -d e2e ] || exit 0
if ! KEZEK_CHROMIUM=$(scripts/browser.sh); then
    if [ -n "${CI:-}" ]; then
        echo "e2e     | CI must not pass without its browser tests." >&2
        exit 1
    fi
    echo "e2e     | ****  SKIPPED: the browser tests did not run.  ****" >&2
    exit 0
fi
export KEZEK_CHROMIUM
# Two at a time, each with a house and a browser of its own: whoever clicks waits for an answer.
exec .venv/bin/pytest e2e -n 2 --dist loadfile --no-loadscope-reorder "$@"
