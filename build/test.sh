#!/bin/sh
# Builds once, with the locked packages, and runs the test assemblies one after another: each of them starts servers of its
# own, and several at a time would measure the machine's patience. All are run, whatever the first ones say.
set -eu
cd "$(dirname "$0")/.."
configuration=${CONFIGURATION:-Release}

dotnet restore Trawl.slnx --locked-mode -v q
dotnet build Trawl.slnx -c "$configuration" --no-restore -v q -nologo

status=0
for project in tests/*.Tests; do
    name=$(basename "$project")
    assembly="$project/bin/$configuration/net10.0/Trawl.$name.dll"
    # A project that has no test yet is not a failure, and vstest would say nothing about it either.
    grep -rqE '\[(Fact|Theory)|: PipelineSpecification' "$project" --include='*.cs' || continue
    echo "== $name"
    dotnet test "$assembly" --nologo --blame-hang-timeout 10m --logger "console;verbosity=minimal" || status=1
done

# What the .NET build may have done already for the dashboard, it has not when there was no npm then.
build/clients.sh
for workspace in typescript dashboard; do
    echo "== clients/$workspace"
    (cd "clients/$workspace" && NO_COLOR=1 npm test --silent) || status=1
done
exit $status
