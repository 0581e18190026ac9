#!/usr/bin/env bash
# Run a command on a screen of its own, so that tests see the same everywhere and nobody's desktop.
#
# Not with xvfb-run: its screen wants a cookie, which a program that a test starts with nearly no
# environment would not find.
set -euo pipefail

unset WAYLAND_DISPLAY XAUTHORITY
if ! command -v Xvfb >/dev/null; then
    exec "$@"
fi

# it writes the number of the screen it found free
coproc SCREEN { exec Xvfb -displayfd 1 -noreset -screen 0 1600x1200x24 -nolisten tcp 2>/dev/null; }
screen=$SCREEN_PID
trap 'kill "$screen" 2>/dev/null || true' EXIT
if ! read -r -t 60 number <&"${SCREEN[0]}"; then
    echo "Xvfb did not start." >&2
    exit 1
fi
DISPLAY=:$number "$@"
