#!/bin/sh
# Runs the tests against every supported version of PostgreSQL, fetched once and kept.
# Arguments go to `cargo nextest run`; one line a version, the output of a failed one after its line.
set -u
unset DATABASE_URL PG_BIN PITON_FETCH
cd "$(dirname "$0")/.." || exit 1

cargo nextest run --no-run "$@" || exit 1

failed=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT
for version in 14 15 16 17 18; do
    if PITON_PG_VERSION=$version cargo nextest run --color never --no-fail-fast "$@" >"$output" 2>&1; then
        result=passed
    else
        result=FAILED
        failed=1
    fi
    echo "PostgreSQL $version: $result ($(sed -n 's/^ *Summary *//p' "$output" | tail -n 1))"
    [ "$result" = passed ] || cat "$output"
done
exit $failed
