#!/usr/bin/env bash
# Run a command on a screen of its own, so that tests see the same everywhere and nobody's desktop.
set -euo pipefail

if ! command -v xvfb-run >/dev/null; then
    exec "$@"
fi
exec env --unset=WAYLAND_DISPLAY \
    xvfb-run --auto-servernum --server-args='-screen 0 1600x1200x24 -nolisten tcp' "$@"
