using Microsoft.EntityFrameworkCore;
using Npgsql;
using Trawl.Api.Database;
using Trawl.TestSupport;

namespace Trawl.Api.Tests;

/// <summary>Databases with the schema in place: migrated once a test process, copied from then on. How one is migrated is tested elsewhere.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<string>> Template = new(() => Task.Run(MigrateAsync));

    /// <summary>A fresh one: its connection string.</summary>
    public static async Task<string> CreateAsync() => await PostgresServer.CreateDatabaseAsync(await Template.Value);

    private static async Task<string> MigrateAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        // A connection that stays in a pool would forbid the copying.
        var unpooled = new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString;
        await using var db = new TrawlDbContext(new DbContextOptionsBuilder<TrawlDbContext>().UseNpgsql(unpooled).Options);
        await db.Database.MigrateAsync();
        return database;
    }
}
