#!/bin/sh
# Adds a migration: build/migration.sh NAME. Needs the dotnet-ef tool of .config/dotnet-tools.json.
set -eu
cd "$(dirname "$0")/.."
dotnet tool restore
dotnet restore build/Migrations -v q
dotnet ef migrations add "$1" --project services/Api --startup-project build/Migrations --output-dir Database/Migrations
