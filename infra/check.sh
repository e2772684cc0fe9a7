#!/usr/bin/env bash
# The one script that is the check: form, vetting, and every test. Ends at the first thing that is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }
tool() { go tool -modfile=infra/tools/go.mod "$@"; }

step "Form (gofumpt)"
unformed=$(git ls-files -z '*.go' | xargs -0 go tool -modfile=infra/tools/go.mod gofumpt -l)
if [ -n "$unformed" ]; then
    printf 'not in the form that gofumpt gives:\n%s\n' "$unformed"
    exit 1
fi

step "Modules are tidy"
go mod tidy -diff

step "Vetting (go vet, staticcheck)"
go vet ./...
tool staticcheck ./...

step "Known vulnerabilities (govulncheck)"
found=0
report=$(tool govulncheck ./... 2>&1) || found=$?
if grep -q 'fetching vulnerabilities' <<<"$report"; then
    echo "the vulnerability data cannot be reached from here; not checked"
elif [ "$found" -ne 0 ]; then
    printf '%s\n' "$report"
    exit 1
fi

step "The API's description (redocly)"
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
    npx --no-install redocly lint --extends recommended --format stylish infra/openapi.yaml

step "Tests"
go test -count=1 -timeout 40m ./...
