using System.Text.Json.Serialization;

namespace Trawl.Contracts.Crawling;

/// <summary>How far a crawl may go from the URLs it was given.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScopeKind>))]
public enum ScopeKind
{
    /// <summary>The same host and port.</summary>
    [JsonStringEnumMemberName("host")] Host,

    /// <summary>The same registrable domain, subdomains included.</summary>
    [JsonStringEnumMemberName("domain")] Domain,

    /// <summary>The same host, and a path below the root's folder.</summary>
    [JsonStringEnumMemberName("prefix")] Prefix,

    /// <summary>The given URLs only; no link is followed.</summary>
    [JsonStringEnumMemberName("list")] List,
}
