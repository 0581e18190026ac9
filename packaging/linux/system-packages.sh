#!/usr/bin/env bash
# Install what the program, or its tests, need from Debian or Ubuntu. Only what is missing.
#
# Usage: system-packages.sh run|test|third-party|recordings|package
# PYTHON names the interpreter that .venv is made with (default: python3).
#
# A line holds one package; "a|b" means a, or b where this release calls it so.
set -euo pipefail

purpose=${1:?run, test, third-party, recordings or package}
python=${PYTHON:-python3}

run_packages='
fonts-dejavu-core
libdbus-1-3
libegl1
libfontconfig1
libfreetype6
libgl1
libglib2.0-0t64|libglib2.0-0
libgssapi-krb5-2
libopengl0
libwayland-client0
libwayland-cursor0
libwayland-egl1
libx11-6
libx11-xcb1
libxcb-cursor0
libxcb-glx0
libxcb-icccm4
libxcb-image0
libxcb-keysyms1
libxcb-randr0
libxcb-render-util0
libxcb-render0
libxcb-shape0
libxcb-shm0
libxcb-sync1
libxcb-util1
libxcb-xfixes0
libxcb-xkb1
libxcb1
libxkbcommon-x11-0
libxkbcommon0
'

# a screen and who manages its windows, a browser and its driver, a keyring and its bus, the bus of
# screen readers, a second opinion on signatures, a reader of PDF files, and what the frozen
# program is built with
test_packages='
at-spi2-core
binutils
chromium|chromium-browser
chromium-driver|chromium-chromedriver
cwm
dbus
dbus-x11
fonts-noto-cjk
gnome-keyring
libxtst6
poppler-utils
xmlsec1
xvfb
'

# SAML software of others to sign in with, and what it needs; nothing here starts a service:
# SimpleSAMLphp wants PHP and some web server, and php-cgi and micro-httpd are those that wait
# to be called
third_party_packages='
apache2-bin
libapache2-mod-auth-mellon
micro-httpd
php-cgi
php-cli
php-mbstring
php-xml
simplesamlphp
'

# what packages are made and judged with, and what Qt's printing asks for, to tell whose it is
package_packages='
appstream
binutils
debootstrap
desktop-file-utils
dpkg-dev
libcups2t64|libcups2
lintian
shared-mime-info
xvfb
xz-utils
'

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is neither Debian nor Ubuntu: Qt's X11, EGL and font libraries have to be there." >&2
    exit 0
fi

wanted=$run_packages
case $purpose in
test | third-party) wanted+=$test_packages ;;
package) wanted+=$package_packages ;;
esac
[ "$purpose" = third-party ] && wanted+=$third_party_packages
[ "$purpose" = recordings ] && wanted='firefox-esr|firefox'

if ! command -v "$python" >/dev/null; then
    wanted+=' python3 python3-venv'
else
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || wanted+=" python$version-venv|python3-venv"
    # PyInstaller ships Python's shared library, which Debian packages apart from the interpreter
    if [ "$purpose" != run ] && "$python" -c 'import sys; sys.exit(sys.base_prefix != "/usr")'; then
        wanted+=" libpython${version}t64|libpython$version"
    fi
fi

declare -A installed=()
while read -r state name; do
    [ "$state" = ii ] && installed[${name%%:*}]=1
done < <(dpkg-query --show --showformat '${db:Status-Abbrev} ${binary:Package}\n')

is_installed() {
    local name
    for name in ${1//|/ }; do
        [ -n "${installed[$name]:-}" ] && return 0
    done
    return 1
}

missing=()
for choice in $wanted; do
    is_installed "$choice" || missing+=("$choice")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo --non-interactive)
    if ! command -v sudo >/dev/null || ! "${as_root[@]}" true; then
        echo "These packages are missing, and installing them needs root: ${missing[*]}" >&2
        exit 1
    fi
fi

echo "Installing from this system's packages: ${missing[*]}"
# one broken package source must not stop an installation that can do without it
"${as_root[@]}" apt-get update -qq </dev/null || echo "apt-get update failed; going on." >&2

chosen=()
for choice in "${missing[@]}"; do
    found=
    for name in ${choice//|/ }; do
        candidate=$(apt-cache policy "$name" | sed -n 's/^  Candidate: //p')
        if [ -n "$candidate" ] && [ "$candidate" != '(none)' ]; then
            found=$name
            break
        fi
    done
    if [ -n "$found" ]; then
        chosen+=("$found")
    else
        echo "This system has no package $choice; going on without it." >&2
    fi
done
[ ${#chosen[@]} -eq 0 ] && exit 0

"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends -o DPkg::Lock::Timeout=300 "${chosen[@]}" </dev/null
