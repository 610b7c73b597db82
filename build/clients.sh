#!/bin/sh
# The packages of clients/ as locked, when they are missing or older than the lock file; then types and style are checked.
set -eu
cd "$(dirname "$0")/../clients"
# npm writes this file last, and build/dashboard.mjs looks at it too: what the .NET build has installed is not installed again.
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --silent
npm run --silent check
