namespace Trawl.TestSupport;

/// <summary>One request that a <see cref="TestSite"/> got.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Time">When it came.</param>
/// <param name="Concurrent">How many were being answered then, this one included.</param>
/// <param name="UserAgent">Who asked.</param>
/// <param name="IfNoneMatch">The entity tag it named; empty for none.</param>
public sealed record SiteRequest(string Path, DateTimeOffset Time, int Concurrent, string UserAgent, string IfNoneMatch);
