#!/usr/bin/env bash
# See that the packages in a folder are well made: as small as promised, and nothing to be said
# against them by those who judge packages, menu entries and software centres' descriptions.
#
# Usage: judge-package.sh FOLDER
set -euo pipefail

# megabytes of 1,000,000 bytes
MOST_PACKED=60
MOST_INSTALLED=150

folder=${1:?the folder of the packages}
package=$(ls "$folder"/deskpro-sso-gui_*.deb)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
dpkg-deb --extract "$package" "$scratch"

fail() {
    echo "$*" >&2
    exit 1
}

packed=$(stat --format=%s "$package")
installed=$(du --summarize --bytes "$scratch" | cut -f1)
echo "$package: $((packed / 100000))e5 bytes packed, $((installed / 100000))e5 installed"
((packed <= MOST_PACKED * 1000000)) || fail "The package has more than $MOST_PACKED MB."
((installed <= MOST_INSTALLED * 1000000)) || fail "Installed it has more than $MOST_INSTALLED MB."

desktop-file-validate "$scratch"/usr/share/applications/*.desktop
appstreamcli validate --pedantic --no-net "$scratch"/usr/share/metainfo/*.xml
# nobody but lintian's own maintainers minds that root runs it
as_root=()
[ "$(id -u)" -ne 0 ] || as_root=(--allow-root)
lintian "${as_root[@]}" --fail-on error --tag-display-limit 0 "$package"

# the type of set-up files is known by name
update-mime-database "$scratch/usr/share/mime" 2>/dev/null
for name in 'setup\.json' '\*\.deskpro-sso'; do
    grep -q "$name\$" "$scratch/usr/share/mime/globs2" || fail "Set-up files have no type."
done

# every library finds what it asks for, here or in what the package depends on
missing=$(find "$scratch/usr/lib" -type f \( -name '*.so*' -o -name deskpro-sso-gui \) -print0 |
    LD_LIBRARY_PATH=$scratch/usr/lib/deskpro-sso-gui/_internal xargs -0 ldd 2>/dev/null |
    grep 'not found' | grep -v libcups | sort -u || true)
[ -z "$missing" ] || fail "Not found: $missing"
echo "The package is well made."
