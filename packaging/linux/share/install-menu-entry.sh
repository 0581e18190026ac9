#!/bin/sh
# Put the program in this folder into the menu of whoever runs this; --remove takes it out again.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
name=deskpro-sso-gui
entry=$data/applications/$name.desktop
icon=$data/icons/hicolor/scalable/apps/$name.svg
type=$data/mime/packages/$name.xml

if [ "${1:-}" = --remove ]; then
    rm -f -- "$entry" "$icon" "$type"
else
    mkdir -p -- "$(dirname -- "$entry")" "$(dirname -- "$icon")" "$(dirname -- "$type")"
    # in a desktop file, a command with spaces stands in quotes, and these four need a backslash
    command=$(printf '%s' "$here/$name" | sed 's/[\\"`$]/\\\\&/g; s/%/%%/g')
    escaped=$(printf '%s' "$command" | sed 's/[\\&|]/\\&/g')
    sed -e "s|^Exec=$name|Exec=\"$escaped\"|" -e '/^TryExec=/d' \
        "$here/share/$name.desktop" >"$entry"
    cp -- "$here/share/$name.svg" "$icon"
    cp -- "$here/share/$name.xml" "$type"
fi

for update in "update-desktop-database $data/applications" "update-mime-database $data/mime"; do
    if command -v "${update%% *}" >/dev/null; then
        "${update%% *}" "${update#* }" || true
    fi
done
