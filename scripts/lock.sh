#!/bin/sh
# Writes the lock files anew from pyproject.toml. Run after a change of dependencies, then commit.
#
# Three files, each containing the one before: runtime (production), demo (with the embedded
# servers and what an editable install needs), dev (with the tools and tests). They say what to
# install and with which hashes, never where from, and hold for every system and Python we name.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}

lock() {
    target=$1
    shift
    "$uv" pip compile pyproject.toml "$@" \
        --universal --python-version 3.11 --generate-hashes --quiet \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        --no-emit-package django --no-emit-package asgiref --no-emit-package sqlparse \
        ${UPGRADE:+--upgrade} --output-file "requirements/$target.lock"
}

lock dev --extra embedded --extra s3 --group build --group dev
# The smaller ones must not choose differently from the one that was tested.
lock demo --extra embedded --group build --constraint requirements/dev.lock
lock runtime --extra s3 --constraint requirements/dev.lock
