namespace Trawl.Clients.Tests.Server;

/// <summary>Tests that share one server, and leave it alone.</summary>
[CollectionDefinition(Name)]
public sealed class LiveServers : ICollectionFixture<LiveServer>
{
    public const string Name = "live server";
}
