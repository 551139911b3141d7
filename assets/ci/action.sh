#!/usr/bin/env bash
# The steps of action.yml.
#
#   action.sh prepare | install | check | build
#
# What a step needs comes in as environment variables, never as text of the script: names of branches and
# folders are not to be run.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
project=${CORRESP_PROJECT:-.}

# Says where corresp is or will be, and by what its build is known.
prepare() {
    local digest root binary
    digest=$(cd "$here" && find Cargo.toml Cargo.lock src assets docs templates -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
    root=${RUNNER_TEMP:-/tmp}/corresp-$digest
    binary=${CORRESP_BINARY:-$root/bin/corresp}
    case $binary in
    /* | [A-Za-z]:*) ;;
    *) binary=$PWD/$binary ;;
    esac
    {
        printf 'digest=%s\n' "$digest"
        printf 'root=%s\n' "$root"
        printf 'binary=%s\n' "$binary"
        printf 'folder=%s/out\n' "$project"
    } >>"$GITHUB_OUTPUT"
}

# Builds corresp, unless the cache had it.
install() {
    [ -x "$CORRESP_ROOT/bin/corresp" ] && return
    cargo install --locked --quiet --path "$here" --root "$CORRESP_ROOT"
}

check() {
    # check looks at no clock: the day is said, so that the summary has the days left.
    local options=(--as-of "$(date -u +%F)")
    [ "${CORRESP_FINAL:-false}" = true ] && options+=(--final)
    # The summary of a pull request says what it changes, where the history of the branch that it goes to is there.
    local base=origin/${GITHUB_BASE_REF:-}
    if [ -n "${GITHUB_BASE_REF:-}" ] &&
        git -C "$project" rev-parse --verify --quiet "$base^{commit}" >/dev/null 2>&1; then
        options+=("--since=$base")
    fi
    "$CORRESP_BINARY" -C "$project" check --format github "${options[@]}"
}

# Builds the letter; the check has already failed the job where a finding is an error.
build() {
    local code=0
    "$CORRESP_BINARY" -C "$project" build --draft || code=$?
    [ "$code" -le 1 ]
}

case ${1:-} in
prepare | install | check | build) "$1" ;;
*)
    printf 'action.sh: prepare, install, check or build?\n' >&2
    exit 2
    ;;
esac
