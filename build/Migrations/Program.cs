using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Trawl.Api.Database;

namespace Trawl.Migrations;

/// <summary>What <c>dotnet ef</c> makes its context with. No connection is opened for <c>migrations add</c>.</summary>
public sealed class DesignTimeFactory : IDesignTimeDbContextFactory<TrawlDbContext>
{
    public TrawlDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<TrawlDbContext>().UseNpgsql("Host=design-time").Options);
}

internal static class Program
{
    public static void Main()
    {
    }
}
