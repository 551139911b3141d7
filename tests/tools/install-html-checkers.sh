#!/usr/bin/env bash
# Installs what tests/accessibility.rs holds the HTML to: axe-core, the Nu HTML checker, and the library
# that drives Chromium for them. None of the three depends on another package.
#
#   tests/tools/install-html-checkers.sh [FOLDER]   default: $CORRESP_HTML_CHECKERS, else target/html-checkers
#
# Node, npm, Java and Chromium have to be there already; ./test.sh sees to that.
set -euo pipefail

packages=(axe-core@4.14.1 playwright-core@1.65.1 vnu-jar@26.9.27)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-${CORRESP_HTML_CHECKERS:-$here/../../target/html-checkers}}

[ "$(cat "$folder/stamp" 2>/dev/null)" = "${packages[*]}" ] && exit 0

mkdir -p "$folder"
rm -rf "$folder/node_modules"
# The folder is a package of its own, or npm would look for one above it.
echo '{ "private": true }' >"$folder/package.json"
# No scripts: the checker's own would fetch a Java from elsewhere.
(cd "$folder" && npm install --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
    --loglevel=error "${packages[@]}" >/dev/null)
for file in axe-core/axe.min.js playwright-core/index.mjs vnu-jar/build/dist/vnu.jar; do
    [ -e "$folder/node_modules/$file" ] || {
        echo "install-html-checkers.sh: $file is missing" >&2
        exit 1
    }
done
echo "${packages[*]}" >"$folder/stamp"
echo "the HTML checkers are in $folder"
