#!/bin/sh
# Builds once, with the locked packages, and runs the test suites: one at a time on two processors, which one of them keeps busy
# with its servers and browsers, and up to three at a time where there are more. All are run, whatever the first ones say.
# TRAWL_TEST_LANES is how many at a time.
set -eu
cd "$(dirname "$0")/.."
export CONFIGURATION="${CONFIGURATION:-Release}"
# Services that live for seconds never earn back what is spent on watching them for the second compilation.
export DOTNET_TieredPGO="${DOTNET_TieredPGO:-0}"

dotnet restore Trawl.slnx --locked-mode -v q
dotnet build Trawl.slnx -c "$CONFIGURATION" --no-restore -v q -nologo

PRINTING=$(mktemp -d)/now
export PRINTING
trap 'rm -rf "$(dirname "$PRINTING")"' EXIT

# A line is run in its order, by one: the longest first, and together what builds or installs in the same folder of clients/.
first='Pipeline.Tests
clients/check Clients.Tests clients/typescript clients/dashboard'
suites() {
    echo "$first"
    for project in tests/*.Tests; do
        name=$(basename "$project")
        echo "$first" | grep -qwF "$name" && continue
        # A project that has no test yet is not a failure, and vstest would say nothing about it either.
        grep -rqE '\[(Fact|Theory)|: PipelineSpecification' "$project" --include='*.cs' && echo "$name"
    done
}

lanes=$(($(getconf _NPROCESSORS_ONLN) / 2))
[ "$lanes" -ge 1 ] || lanes=1
[ "$lanes" -le 3 ] || lanes=3
suites | xargs -P "${TRAWL_TEST_LANES:-$lanes}" -L 1 build/suites.sh
