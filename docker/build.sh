#!/bin/sh
# The steps that build the image. Where there is no Docker engine, CI runs the same ones
# in a fresh environment, so that they can't rot.
#
#   docker/build.sh packages FOLDER   a virtual environment with requirements.txt
#   docker/build.sh assets FOLDER     compiled messages and collected static files
set -eu

packages() {
    python3 -m venv "$1"
    "$1/bin/pip" install --no-cache-dir --disable-pip-version-check --quiet \
        -r requirements.txt
}

assets() {
    # Babel's compiler, so that the image needs no gettext.
    "$1/bin/pybabel" --quiet compile --domain django --directory locale
    # The settings ask for these; nothing of them stays.
    SECRET_KEY=only-while-building-only-while-building-only-while-building \
        ADMIN_HOST=localhost \
        "$1/bin/python" manage.py collectstatic --no-input --verbosity 0
}

case "${1:-}" in
    packages | assets) "$1" "$2" ;;
    *) echo "usage: docker/build.sh packages|assets FOLDER" >&2; exit 2 ;;
esac
