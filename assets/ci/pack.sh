#!/usr/bin/env bash
# Packs a built corresp as `cargo binstall` expects it, by [package.metadata.binstall] of Cargo.toml.
#
#   assets/ci/pack.sh TARGET BINARY FOLDER      writes FOLDER/corresp-TARGET.tgz
set -euo pipefail

target=${1:?target, as x86_64-unknown-linux-gnu}
binary=${2:?path of the built corresp}
folder=${3:?folder to write to}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
name=corresp-$target
mkdir -p "$work/$name" "$folder"
cp "$binary" "$work/$name/"
cp "$here"/README.md "$here"/CHANGELOG.md "$here"/LICENSE-APACHE "$here"/LICENSE-MIT "$work/$name/"
cp -R "$here/assets/completions" "$here/assets/man" "$work/$name/"
tar -C "$work" -czf "$folder/$name.tgz" "$name"
printf '%s\n' "$folder/$name.tgz"
