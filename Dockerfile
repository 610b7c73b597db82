# One file for every service: docker build --build-arg SERVICE=Crawler .

# The dashboard, the same for every platform. Only the Api embeds it; the four images share the layer.
FROM --platform=$BUILDPLATFORM node:22 AS dashboard
WORKDIR /source
COPY clients/package.json clients/package-lock.json clients/
COPY clients/typescript/package.json clients/typescript/
COPY clients/dashboard/package.json clients/dashboard/
RUN cd clients && npm ci --no-audit --no-fund
COPY build/dashboard.mjs build/
COPY clients clients
RUN node build/dashboard.mjs clients /dashboard.json

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Project and lock files first: the restore is done again only when one of these changes, not with every edit. It restores
# AllInOne, which refers to all of them, so that the four images share the layer.
COPY build/Dashboard.targets build/
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY shared/Contracts/*.csproj shared/Contracts/packages.lock.json shared/Contracts/
COPY shared/PrivatePostgres/*.csproj shared/PrivatePostgres/packages.lock.json shared/PrivatePostgres/
COPY shared/ServiceDefaults/*.csproj shared/ServiceDefaults/packages.lock.json shared/ServiceDefaults/
COPY shared/Web/*.csproj shared/Web/packages.lock.json shared/Web/
COPY shared/Work/*.csproj shared/Work/packages.lock.json shared/Work/
COPY shared/WorkerDefaults/*.csproj shared/WorkerDefaults/packages.lock.json shared/WorkerDefaults/
COPY services/AllInOne/*.csproj services/AllInOne/packages.lock.json services/AllInOne/
COPY services/Api/*.csproj services/Api/packages.lock.json services/Api/
COPY services/Crawler/*.csproj services/Crawler/packages.lock.json services/Crawler/
COPY services/Embedder/*.csproj services/Embedder/packages.lock.json services/Embedder/
COPY services/Notifier/*.csproj services/Notifier/packages.lock.json services/Notifier/
RUN dotnet restore services/AllInOne --locked-mode
COPY shared shared
COPY services services
ARG SERVICE
RUN --mount=type=bind,from=dashboard,source=/dashboard.json,target=/dashboard.json \
    test -d "services/$SERVICE" && dotnet publish "services/$SERVICE" -c Release -o /app --no-restore -p:DashboardBundle=/dashboard.json

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG SERVICE
WORKDIR /app
COPY --from=build /app .
# The base image names the port in another variable; both at once are warned of at each start.
ENV SERVICE=$SERVICE ASPNETCORE_HTTP_PORTS= ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
USER $APP_UID
# exec: the service itself gets SIGTERM, not a shell that would swallow it.
ENTRYPOINT ["/bin/sh", "-c", "exec dotnet Trawl.$SERVICE.dll \"$@\"", "trawl"]
