#!/bin/sh
# What somebody does who has just logged in and has the program installed. Run by test-package.sh,
# inside the new system, as that person.
set -eu
here=$(dirname "$0")
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
export LANG=C.UTF-8
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR
cd "$HOME"

complaints=$(mktemp)
run() {
    echo "  $*"
    "$@" 2>"$complaints" || { cat "$complaints" >&2; echo "$* failed" >&2; exit 1; }
    [ ! -s "$complaints" ] || { cat "$complaints" >&2; echo "$* said that on standard error" >&2; exit 1; }
}

run deskpro-sso-gui --version
run deskpro-sso-gui apply --practice --out "$HOME/out"
run deskpro-sso-gui check "$HOME/out/certificate.pem"

Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>"$XDG_RUNTIME_DIR/display" 2>/dev/null &
screen=$!
trap 'kill "$screen" 2>/dev/null || true' EXIT
while [ ! -s "$XDG_RUNTIME_DIR/display" ]; do
    kill -0 "$screen" || { echo "Xvfb did not start" >&2; exit 1; }
    sleep 0.1
done
DISPLAY=:$(cat "$XDG_RUNTIME_DIR/display")
export DISPLAY

# a bus of the session's own, with a real keyring that is unlocked as at a log-in
dbus-run-session -- sh -eu -c '
    printf log-in-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
        org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:IsEnabled \
        variant:boolean:true >/dev/null
    python3 "$1/first_look.py"
    # the whole journey to an exported PDF, with nothing of the project but the one who makes it
    cd "$1"
    mkdir "$HOME/journey"
    python3 -m tests.journeys.atspi_journey "$HOME/journey" deskpro-sso-gui
    find "$HOME/journey" -name summary.pdf | grep . ||
        { echo "No summary.pdf was exported." >&2; exit 1; }
' session "$here"
