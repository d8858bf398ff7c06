#!/bin/sh
# Runs the tests behind pgbouncer in transaction mode. PGBOUNCER names the program; without it, it is the one on PATH, or
# Debian's package is fetched and unpacked into the cache, without installing anything.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${PGBOUNCER:-}" ] && ! PGBOUNCER=$(command -v pgbouncer); then
    cache=${XDG_CACHE_HOME:-/var/cache}/piton/pgbouncer
    if [ ! -x "$cache/usr/sbin/pgbouncer" ]; then
        mkdir -p "$cache"
        (
            cd "$cache"
            apt-get download pgbouncer libc-ares2 libevent-2.1-7
            for package in *.deb; do dpkg -x "$package" .; done
            chmod -R a+rX .
        )
    fi
    PGBOUNCER=$cache/usr/sbin/pgbouncer
    LD_LIBRARY_PATH=$cache/usr/lib/$(uname -m)-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH
fi
export PGBOUNCER
version=$("$PGBOUNCER" --version | sed -n 's/^PgBouncer //p')
echo "pgbouncer $version"

# Prepared statements with names pass since 1.21.
case $version in
1.[0-9].* | 1.1[0-9].* | 1.20.*) tests=without_names ;;
*) tests=pgbouncer ;;
esac
exec cargo nextest run --package dsl-tests --test reliability --run-ignored only --no-capture "$tests" "$@"
