#!/usr/bin/env bash
# Open the wizard in practice mode; without a screen, run the practice set-up unattended.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/python -m deskpro_sso_gui --practice
fi
echo "There is no screen here, so the practice set-up runs unattended."
.venv/bin/python -m deskpro_sso_gui apply --practice --out out/
echo "The summary is in $(pwd)/out/summary.html"
