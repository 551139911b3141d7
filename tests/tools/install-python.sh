#!/usr/bin/env bash
# Installs the tools of requirements.txt into a folder of their own.
#
#   tests/tools/install-python.sh [FOLDER]      default: $CORRESP_PYTHON, else target/python
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-${CORRESP_PYTHON:-$here/../../target/python}}
stamp=$(sha256sum "$here/requirements.txt" | cut -c1-16)

if [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
    exit 0
fi

# Debian has the module that makes such folders in a package of its own.
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq || true
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
fi

rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
printf '%s\n' "$stamp" >"$folder/stamp"
