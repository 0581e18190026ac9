#!/usr/bin/env bash
# Install the .deb in a new, minimal Debian that has never seen the project, use it there as a person
# who has just logged in, remove it, and see that nothing is left of it.
#
# Usage: test-package.sh FOLDER
#
# It needs root. The package sources are this system's own. Two systems are made: one in which the
# package is installed, used and purged, and one that gets the same other packages without it. What
# the first has more than the second is what the package left behind.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(realpath "${1:?the folder of the packages}")
package=$(ls "$folder"/deskpro-sso-gui_*.deb)

if [ "$(id -u)" -ne 0 ]; then
    exec sudo "$0" "$folder"
fi
if [ -z "${IN_NAMESPACE:-}" ]; then
    # what is mounted and started in here ends with this script, however it ends
    exec env IN_NAMESPACE=1 unshare --mount --propagation private --pid --fork --kill-child \
        "$0" "$folder"
fi

here=packaging/linux/new-debian
place=$(mktemp -d /var/tmp/deskpro-sso-new-debian.XXXXXX)
# detached at once, whoever still uses it: nothing of this system's own may be in what is deleted
trap 'umount --recursive --lazy "$place"/*/proc "$place"/*/dev 2>/dev/null || true; rm -rf --one-file-system "$place"' EXIT

say() {
    printf '\n== %s\n' "$*"
}

fail() {
    echo "$*" >&2
    exit 1
}

suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
base=build/package/new-$suite.tar
if [ ! -f "$base" ]; then
    say "Make a minimal system of $suite"
    mirror=$(apt-get indextargets --format '$(SITE)' "Created-By: Packages" "Codename: $suite" | head -1)
    debootstrap --variant=minbase "$suite" "$place/base" "$mirror" >"$place/debootstrap.log" 2>&1 ||
        { cat "$place/debootstrap.log" >&2; fail "debootstrap failed."; }
    rm -rf "$place"/base/var/cache/apt/archives/*.deb
    mkdir -p "$(dirname "$base")"
    tar --create --file "$base.new" --directory "$place/base" .
    mv "$base.new" "$base"
    rm -rf --one-file-system "$place/base"
fi

new_system() {
    mkdir "$1"
    tar --extract --file "$base" --directory "$1"
    # apt as it is set up here: sources, proxy, certificates, names
    cp --dereference /etc/resolv.conf "$1/etc/resolv.conf"
    rm -f "$1/etc/apt/sources.list"
    cp -r /etc/apt/sources.list.d /etc/apt/apt.conf.d "$1/etc/apt/"
    rm -f "$1"/etc/apt/sources.list.d/*disabled* "$1"/etc/apt/apt.conf.d/*{packagekit,appstream,listchanges}*
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod 755 "$1/usr/sbin/policy-rc.d"
    mount -t proc proc "$1/proc"
    mkdir -p "$1/dev"
    mount --rbind /dev "$1/dev"
    chroot "$1" useradd --create-home --shell /bin/sh admin
    apt_in "$1" update
}

apt_in() {
    local root=$1
    shift
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        apt-get --quiet=2 --yes "$@" </dev/null >>"$place/apt.log" 2>&1 ||
        { tail -50 "$place/apt.log" >&2; fail "apt-get $* failed."; }
}

packages_of() {
    chroot "$1" dpkg-query --show --showformat '${binary:Package}\n' | sort
}

# all there is but what is the user's own, and what apt and dpkg keep of their own doings
files_of() {
    (cd "$1" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./home -o -path ./tmp \
        -o -path ./run -o -path ./var/log -o -path ./var/cache -o -path ./var/tmp \
        -o -path ./var/lib/apt -o -path ./var/lib/dpkg \) -prune -o -print) | sort
}

used=$place/used
say "Install $(basename "$package") with apt"
new_system "$used"
packages_of "$used" >"$place/before"
cp "$package" "$used/tmp/package.deb"
apt_in "$used" install /tmp/package.deb
packages_of "$used" | comm -13 "$place/before" - | grep -v '^deskpro-sso-gui' >"$place/brought" || true
echo "It brought $(wc -l <"$place/brought") packages with it."

say "Use it as somebody who has just logged in"
# a screen, who manages its windows and what a screen reader asks; the package needs none of them
apt_in "$used" install --no-install-recommends xvfb cwm at-spi2-core gir1.2-atspi-2.0 python3-gi \
    python3-jeepney dbus
mkdir -p "$used/opt/look"
cp "$here"/* "$used/opt/look/"
cp -r --parents tests/journeys tests/support "$used/opt/look/"
chroot "$used" su --login admin --command "/opt/look/session.sh" ||
    fail "It does not work in a new system."

say "Purge it"
rm -rf "$used/opt/look" "$used/tmp/package.deb"
apt_in "$used" purge deskpro-sso-gui
packages_of "$used" | grep -v '^deskpro-sso-gui' | comm -13 "$place/before" - >"$place/others"
files_of "$used" >"$place/files-after"

say "Compare with a system that never had it"
never=$place/never
new_system "$never"
# the same other packages, without the one that brought them
mapfile -t others <"$place/others"
apt_in "$never" install --no-install-recommends "${others[@]}"
files_of "$never" >"$place/files-never"
left=$(comm -23 "$place/files-after" "$place/files-never")
[ -z "$left" ] || fail "It left behind: $left"
if grep -rlI "deskpro" "$used/etc" "$used/usr/share/applications" "$used/usr/share/mime" \
    "$used/var/lib/dpkg/info" "$used/var/lib/dpkg/status" 2>/dev/null; then
    fail "The files above still speak of it."
fi
echo "Nothing is left of it."
