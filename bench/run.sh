#!/bin/sh
# All measurements, one after the other; each prints Markdown. bench/README.md says how to read them.
set -eu
cd "$(dirname "$0")/.."
dotnet run -c Release --project bench/Pipeline
dotnet run -c Release --project bench/Crawl
dotnet run -c Release --project bench/Queue
dotnet run -c Release --project bench/Realtime
dotnet run -c Release --project bench/Dashboard
