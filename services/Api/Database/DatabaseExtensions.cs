using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Trawl.ServiceDefaults;

namespace Trawl.Api.Database;

public static class DatabaseExtensions
{
    // Npgsql asks for it first of all, and where its library is missing, as in container images, says so on stderr. Of two settings the later counts.
    private const string NoKerberos = "GSS Encryption Mode=Disable;";

    /// <summary>The connection pool, contexts (scoped, and by factory for what runs in the background), migrations at start, readiness.</summary>
    public static void AddTrawlDatabase(this IHostApplicationBuilder builder)
    {
        // Looked up when it is first used: AllInOne starts its PostgreSQL, and only then knows the address.
        builder.Services.AddSingleton(services => DataSourceOf(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddPooledDbContextFactory<TrawlDbContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()).AddInterceptors(services.GetServices<IInterceptor>()));
        builder.Services.AddScoped(services => services.GetRequiredService<IDbContextFactory<TrawlDbContext>>().CreateDbContext());
        builder.Services.AddSingleton<DatabaseReady>();
        builder.Services.AddHostedService<DatabaseMigrator>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
    }

    private static NpgsqlDataSource DataSourceOf(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("Database");
        if (string.IsNullOrWhiteSpace(text))
            throw new OptionsException("ConnectionStrings:Database is missing. Set it to Host=…;Port=5432;Database=trawl;Username=…;Password=….");
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(NoKerberos + text) { ApplicationName = "trawl-api" };
            // The statements are few and always the same: parsed and planned once a connection.
            if (settings.MaxAutoPrepare == 0)
                settings.MaxAutoPrepare = 100;
            return NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException exception)
        {
            throw new OptionsException($"ConnectionStrings:Database is not a PostgreSQL connection string: {exception.Message}");
        }
    }
}
