#!/bin/sh
# Everything: the checks, the tests on SQLite with the browser, the tests on PostgreSQL. All parts run even when one fails;
# the last lines say how each ended. What asks no database by itself runs once, on SQLite: the house, engines, the face, who
# may what, and forms and views (they ask queries, and those are tested on both).
set -u
cd "$(dirname "$0")/.."
logs=.cache/logs
mkdir -p "$logs"
failed=0
summary=""
browser="not browser"

part() { # name, command...
    name=$1
    shift
    printf '\n== %s\n' "$name"
    started=$(date +%s)
    { "$@" 2>&1; echo $? >"$logs/status"; } | tee "$logs/part.log"
    status=$(cat "$logs/status")
    last=$(grep -v '^ *$' "$logs/part.log" | tail -1 | tr -d '=' | sed 's/^ *//; s/ *$//')
    test "$status" = 0 || { failed=1; last="FAILED: $last"; }
    summary="$summary$(printf '%-32s %4ss  %s' "$name" "$(($(date +%s) - started))" "$last")
"
}

if test "${SKIP_BROWSER:-}" != 1; then
    if scripts/browser.sh >"$logs/browser"; then
        while IFS= read -r line; do export "${line?}"; done <"$logs/browser"
        browser="browser or not browser"
    else
        failed=1
        summary="the browser                      could not be had: FAILED
"
    fi
fi

part "checks" make --no-print-directory --keep-going check
part "tests on SQLite" timeout 1500 .venv/bin/pytest -n 2 --dist worksteal -m "$browser"
part "tests on PostgreSQL" env MUFAKAT_TEST_DB=postgres timeout 1500 .venv/bin/pytest -n 2 --dist worksteal \
    -m "not browser" --ignore=tests/house --ignore=tests/engines --ignore=tests/web --ignore=tests/authz \
    --ignore-glob="*test_views*" --ignore-glob="*test_forms*"

printf '\n%s' "$summary"
if test "${SKIP_BROWSER:-}" = 1; then echo "The browser tests were left out (SKIP_BROWSER=1)."; fi
exit $failed
