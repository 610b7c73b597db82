namespace Trawl.Pipeline.Tests;

/// <summary>One process for all tests of it, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class AllInOneCollection : ICollectionFixture<AllInOneDeployment>
{
    public const string Name = "AllInOne";
}

/// <summary>One cluster for all tests of it, one after another: each leaves it whole.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterDeployment>
{
    public const string Name = "Cluster";
}
