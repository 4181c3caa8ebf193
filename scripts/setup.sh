#!/bin/sh
# Makes .venv with exactly what the lock file names, and .venv/bin/kezek. Nothing else is touched.
#
#   scripts/setup.sh demo    what `make demo` needs
#   scripts/setup.sh dev     and the tools and tests of `make test`
#
# Done once for a lock file and a place; the second run ends at once.
set -eu
cd "$(dirname "$0")/.."
level=${1:-demo}
lock=requirements/$level.lock

mark() { cat "requirements/$1.lock" scripts/setup.sh | cksum | tr -d '\n' && echo " $PWD"; }

is_done() {
    [ -x .venv/bin/kezek ] && [ "$(cat ".venv/set-up-for-$1" 2>/dev/null)" = "$(mark "$1")" ]
}

fail() {
    printf '\nsetup: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# A Python that is new enough; one that the locks were tested with before one that may be too new.
find_python() {
    least="(3, 11)"
    # For macOS gevent is built from 3.12 on only.
    [ "$(uname -s)" = Darwin ] && least="(3, 12)"
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c "import sys; sys.exit(not $least <= sys.version_info < (3, 15))" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

make_venv() {
    # One that was begun and not finished, or whose Python has gone, is made anew.
    if [ -d .venv ]; then
        .venv/bin/python -c 'import sys' 2>/dev/null && has_installer && return
        rm -rf .venv
    fi
    python=$(find_python)
    if [ -n "$python" ] && "$python" -m venv .venv 2>.venv-said; then
        rm -f .venv-said
        return
    fi
    rm -rf .venv
    if command -v uv >/dev/null 2>&1; then
        rm -f .venv-said
        uv venv --quiet --python "${python:->=3.11,<3.14}" .venv && return
        fail "uv could not make an environment; its words stand above."
    fi
    if [ -z "$python" ]; then
        fail "Python 3.11 to 3.14 is needed (macOS: 3.12 to 3.14), and was not found. One of these helps:" \
            "Debian, Ubuntu:  apt-get install python3 python3-venv" \
            "macOS:           brew install python@3.13" \
            "elsewhere:       install uv, which brings a Python, and run make again" \
            "another place:   make PYTHON=/where/it/is/python3.13 …"
    fi
    said=$(tail -n 3 .venv-said 2>/dev/null || true)
    rm -f .venv-said
    fail "$python cannot make an environment (no venv module?). One of these helps:" \
        "Debian, Ubuntu:  apt-get install python3-venv" \
        "elsewhere:       install uv and run make again" \
        "Its words: $said"
}

has_installer() { .venv/bin/python -m pip --version >/dev/null 2>&1 || command -v uv >/dev/null 2>&1; }

# Dependencies are not followed: the lock names every one, and leaves out Django, which
# django-htmx asks for and of which nothing is used but the htmx files beside it.
install() {
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-deps "$@"
    else
        uv pip install --quiet --python .venv/bin/python --compile-bytecode --no-deps "$@"
    fi
}

if is_done dev || is_done "$level"; then exit 0; fi

echo "setup   | making .venv from $lock (once; about a minute)"
make_venv
install --require-hashes --only-binary :all: -r "$lock" ||
    fail "the packages could not be installed; the installer's words stand above." \
        "No network or a proxy? Set up pip for it (pip config) and run make again." \
        "No disk? About 700 MB are needed here."
install --no-build-isolation --editable . || fail "Kezek itself could not be installed."
.venv/bin/python -m kezek.adapters.catalogues
mark "$level" >".venv/set-up-for-$level"
