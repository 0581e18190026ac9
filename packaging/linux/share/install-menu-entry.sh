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
    # menus do not agree on how to write these down, and some take them for orders
    case $here in
    *[\\\"\`\$]* | *"
"*)
        printf '%s\n' "The menu can't start a program from a folder whose name has one of \\ \" \` \$" \
            "or a line break in it. Move or rename the folder: $here" >&2
        exit 1
        ;;
    esac
    mkdir -p -- "$(dirname -- "$entry")" "$(dirname -- "$icon")" "$(dirname -- "$type")"
    # in a desktop file, a command with spaces stands in quotes, and % is doubled
    escaped=$(printf '%s' "$here/$name" | sed 's/%/%%/g; s/[&|]/\\&/g')
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
