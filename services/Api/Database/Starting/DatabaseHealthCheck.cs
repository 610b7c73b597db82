using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Trawl.Api.Database;

internal sealed class DatabaseHealthCheck(NpgsqlDataSource database, DatabaseReady ready) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!ready.IsOpen)
            return HealthCheckResult.Unhealthy("The schema is not up to date yet.");
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }
}
