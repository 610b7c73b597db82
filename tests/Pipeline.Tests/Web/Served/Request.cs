namespace Trawl.Pipeline.Tests.Web.Served;

/// <summary>One request that a host of the test web answered.</summary>
/// <param name="Target">Path and query as they came over the wire.</param>
/// <param name="Conditional">Whether it named a validator.</param>
/// <param name="UserAgent">Who asked.</param>
public sealed record Request(string Target, bool Conditional, string UserAgent)
{
    /// <summary>Of the answer; 0 while there is none, or when the connection was broken off.</summary>
    public int Status { get; set; }
}
