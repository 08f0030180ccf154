#!/bin/sh
# Renews every lock file here. Needs uv, which only a maintainer needs; users install from the result.
#
#   requirements/lock.sh            newest versions that pyproject.toml allows
#   requirements/lock.sh --keep     keep what is locked, add only what pyproject.toml newly asks for
#
# dev.txt is resolved first and holds everything the tests use; the smaller sets are cut from it, so that no two
# files disagree on a version. The build backend is in every file, because the project itself is installed with
# --no-build-isolation.
set -eu
cd "$(dirname "$0")/.."

upgrade=--upgrade
[ "${1-}" = --keep ] && upgrade=

lock() {
    name=$1
    shift
    # shellcheck disable=SC2086  # $upgrade is one word or none
    printf 'hatchling\n' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate $upgrade "$@" \
        --output-file "requirements/$name.txt" pyproject.toml - >/dev/null
}

lock dev --extra web --extra report --extra motion --extra cohort --extra dev
for extra in web report motion cohort; do
    lock "$extra" --extra "$extra" --constraint requirements/dev.txt
done
lock base --constraint requirements/dev.txt

# An address would tie every user to one index.
! grep -nE '://|^-' requirements/*.txt
