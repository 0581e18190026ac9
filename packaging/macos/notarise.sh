#!/usr/bin/env bash
# Have Apple look at a signed disk image, and staple the answer to it, so that Macs open it at once.
#
# Usage: packaging/macos/notarise.sh IMAGE
# The keychain profile NOTARY_PROFILE (default: deskpro-sso-gui) holds the account, put there with
#   xcrun notarytool store-credentials deskpro-sso-gui
#
# Written and read without a Mac at hand: it was NOT RUN.
set -euo pipefail

image=${1:?the disk image}
codesign --verify --strict "$image"
xcrun notarytool submit "$image" --keychain-profile "${NOTARY_PROFILE:-deskpro-sso-gui}" --wait
xcrun stapler staple "$image"
xcrun stapler validate "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
