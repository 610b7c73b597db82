#!/bin/sh
# What a review would find, found before it: format, generated files that are stale, manifests that do not hold.
set -eu
cd "$(dirname "$0")/.."
status=0
check() {
    name=$1
    shift
    if "$@"; then echo "ok      $name"; else echo "FAILED  $name"; status=1; fi
}

locked() { dotnet restore Trawl.slnx --locked-mode -v q; }
formatted() { dotnet format whitespace Trawl.slnx --no-restore --verify-no-changes -v q; }
# The approved wire samples and the generated documents are compared by tests.
generated() { dotnet test tests/Contracts.Tests -nologo -v q; }
shell() { for script in build/*.sh .ci/run; do sh -n "$script" || return 1; done; }
compose() { docker compose config -q; }
manifests() { for overlay in k8s/overlays/*/; do kubectl kustomize "$overlay" >/dev/null || return 1; done; }

check "lock files" locked
check "format" formatted
check "generated files" generated
check "scripts" shell
if command -v npm >/dev/null 2>&1; then check "clients" build/clients.sh; fi
if docker compose version >/dev/null 2>&1; then check "docker-compose.yml" compose; fi
if command -v kubectl >/dev/null 2>&1; then check "k8s" manifests; fi
exit $status
