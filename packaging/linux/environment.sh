#!/usr/bin/env bash
# Make .venv hold exactly what requirements/run.txt or requirements/test.txt lock.
#
# Usage: environment.sh run|test
# PYTHON names the interpreter it is made with (default: python3), ENVIRONMENT another place.
#
# .venv/locked says what it was made from. It is compared by content, not by time, so that a
# checkout of another state rebuilds the environment and a fresh clone of the same one does not.
set -euo pipefail
cd "$(dirname "$0")/../.."

purpose=${1:?run or test}
python=${PYTHON:-python3}
environment=${ENVIRONMENT:-.venv}
stamp=$environment/locked

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or later is needed; $python is $("$python" --version 2>&1)." >&2
    echo "Name another one: make PYTHON=python3.12 …" >&2
    exit 1
fi

describe() {
    "$python" - "$1" <<'PYTHON'
import hashlib, pathlib, sys
purpose = sys.argv[1]
locks = ["requirements/run.txt"] + (["requirements/test.txt"] if purpose == "test" else [])
content = b"".join(pathlib.Path(lock).read_bytes() for lock in locks)
print(purpose, sys.base_prefix, sys.version.split()[0], hashlib.sha256(content).hexdigest())
PYTHON
}

present=
[ -f "$stamp" ] && [ -x "$environment/bin/python" ] && present=$(cat "$stamp")
run_state=$(describe run)
test_state=$(describe test)

compile_translations() {
    "$environment/bin/python" packaging/translations.py compile
}

case "$present" in
"$test_state") compile_translations && exit 0 ;;
"$run_state") [ "$purpose" = run ] && compile_translations && exit 0 ;;
*) "$python" -m venv --clear "$environment" ;;
esac

rm -f "$stamp"
echo "Installing requirements/$purpose.txt into $environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r "requirements/$purpose.txt"
# the package is imported from this checkout, wherever the interpreter is started
site=$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/deskpro-sso-gui.pth"
compile_translations
describe "$purpose" >"$stamp"
