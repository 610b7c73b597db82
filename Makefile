# The whole of Trawl's development, by name. `make` alone lists it.
CONFIGURATION ?= Release
BUILD = dotnet build Trawl.slnx -c $(CONFIGURATION) -v q -nologo
export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1

.DEFAULT_GOAL := help
.PHONY: help run test chaos bench up verify build format migration

help: ## Lists these
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: ## Everything in one process on http://127.0.0.1:3001; installs PostgreSQL if it may
	@build/ensure.sh dotnet postgres
	@dotnet build services/AllInOne -c $(CONFIGURATION) -v q -nologo
	@exec dotnet services/AllInOne/bin/$(CONFIGURATION)/net10.0/Trawl.AllInOne.dll

test: ## All tests, on a real broker and a real database; installs what they need if it may
	@build/ensure.sh dotnet postgres rabbitmq manual node python-socketio chromium
	@CONFIGURATION=$(CONFIGURATION) build/test.sh

chaos: ## Kills every service and the broker at random while 3,000 pages are crawled; TRAWL_CHAOS_SEED=n does a run again
	@build/ensure.sh dotnet postgres rabbitmq
	@dotnet build tests/Pipeline.Tests -c $(CONFIGURATION) -v q -nologo
	@TRAWL_CHAOS_PAGES=$${TRAWL_CHAOS_PAGES:-3000} dotnet test tests/Pipeline.Tests/bin/$(CONFIGURATION)/net10.0/Trawl.Pipeline.Tests.dll \
		--nologo --filter FullyQualifiedName~.Chaos. --logger "console;verbosity=detailed"

build: ## Builds all of it, with the locked packages
	dotnet restore Trawl.slnx --locked-mode -v q
	$(BUILD) --no-restore

bench: build ## The measurements in bench/
	@test -x bench/run.sh || { echo "bench/run.sh is not there yet"; exit 1; }
	bench/run.sh

up: ## The four services, RabbitMQ and PostgreSQL in containers, on http://127.0.0.1:3001
	docker compose up --build --detach --wait

verify: ## Format, stale generated files, manifests: what a review would find
	build/verify.sh

format: ## Brings the source into the format of .editorconfig
	dotnet format whitespace Trawl.slnx --no-restore

migration: ## A database migration: make migration NAME=AddSomething
	@test -n "$(NAME)" || { echo "make migration NAME=AddSomething"; exit 1; }
	build/migration.sh "$(NAME)"
