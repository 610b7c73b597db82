#!/bin/sh
# The packages of clients/ as locked, when they are missing or older than the lock file; then types and style are checked.
set -eu
cd "$(dirname "$0")/../clients"
# Written last, and only after an install of just this lock file that succeeded.
stamp=node_modules/.installed
if ! cmp -s package-lock.json "$stamp"; then
    npm ci --no-audit --no-fund --silent
    cp package-lock.json "$stamp"
fi
npm run --silent check
