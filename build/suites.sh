#!/bin/sh
# Runs test suites one after another: a test project by its name, a workspace as clients/NAME, or clients/check. Several of
# these run side by side, so what a suite says is printed when it has ended, all of it together: .ci/run reads it suite by suite.
set -u
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
: "${PRINTING:=$log.now}"

run() {
    case $1 in
    clients/check) build/clients.sh ;;
    clients/*) cd "$1" && NO_COLOR=1 npm test --silent ;;
    *) dotnet test "tests/$1/bin/${CONFIGURATION:-Release}/net10.0/Trawl.$1.dll" --nologo --blame-hang-timeout 10m --logger "console;verbosity=minimal" ;;
    esac
}

status=0
for suite in "$@"; do
    echo ".. $suite" # has begun
    (run "$suite") >"$log" 2>&1 || status=1
    until mkdir "$PRINTING" 2>/dev/null; do sleep 0.1; done
    echo "== $suite"
    cat "$log"
    rmdir "$PRINTING"
done
exit $status
