namespace Trawl.Dashboard.Tests.Servers;

/// <summary>Tests that share one server, and leave it alone.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServer : ICollectionFixture<DashboardServer>
{
    public const string Name = "shared server";
}
