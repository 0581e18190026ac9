#!/usr/bin/env bash
# Build the app for macOS and a disk image of it, into dist/.
#
# Usage: packaging/macos/build.sh
# PYTHON names the interpreter (default: python3). CODESIGN_IDENTITY names who signs ("Developer ID
# Application: …"); without it the app is signed ad hoc, which runs on the Mac that built it.
# notarise.sh has Apple look at what was signed.
#
# Written and read without a Mac at hand: it was NOT RUN.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=${PYTHON:-python3}
frozen=build/package/frozen
title="DeskPRO SSO Assistant"
app="$frozen/$title.app"

"$python" -m venv --clear build/package/venv
venv=build/package/venv/bin/python
"$venv" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
    -r requirements/test.txt
"$venv" packaging/build_frozen.py "$frozen"

# PyInstaller signs each part where CODESIGN_IDENTITY is set; the bundle as a whole is sealed here
stamp=(--timestamp=none)
[ -z "${CODESIGN_IDENTITY:-}" ] || stamp=(--timestamp)
codesign --force --sign "${CODESIGN_IDENTITY:--}" --options runtime "${stamp[@]}" \
    --entitlements packaging/macos/entitlements.plist "$app"
codesign --verify --deep --strict --verbose=2 "$app"
"$app/Contents/MacOS/deskpro-sso-gui" --version
"$venv" packaging/smoke_test.py "$app/Contents/MacOS/deskpro-sso-gui" version check apply

version=$("$venv" -c 'import sys; sys.path.insert(0, "packaging"); import project; print(project.version())')
image=dist/deskpro-sso-gui-$version-macos-$(uname -m).dmg
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$app" "$staging/"
ln -s /Applications "$staging/Applications"
cp "$app/Contents/Resources/deskpro_sso_gui/resources/licences.txt" "$staging/Licences.txt"
cp "$frozen/sbom.cdx.json" "$staging/"
mkdir -p dist
hdiutil create -volname "$title" -srcfolder "$staging" -fs HFS+ -format UDZO -ov "$image"
[ -z "${CODESIGN_IDENTITY:-}" ] || codesign --sign "$CODESIGN_IDENTITY" --timestamp "$image"
shasum -a 256 "$image"
