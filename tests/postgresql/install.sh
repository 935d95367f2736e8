#!/bin/sh
# PostgreSQL's programs for the tests, which start a server of their own. Usage: install.sh PYTHON
set -u
"$1" -m tests.postgresql.binaries && exit 0
echo "5/5 PostgreSQL for the tests of a store on it"
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo -n"
install() {
    # Debian's package starts a server of the system's own unless it is told not to before it comes.
    $sudo mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
    $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
}
if command -v apt-get >/dev/null 2>&1; then install && "$1" -m tests.postgresql.binaries && exit 0; fi
echo "PostgreSQL could not be installed. Install it (Debian, Ubuntu: sudo apt install postgresql; macOS: brew install postgresql)."
[ -z "${CI:-}" ] || exit 1
echo "Until then its tests are skipped; all others run."
