namespace Trawl.Api.Jobs;

/// <summary>What a custom job was announced as: its <c>options</c> in the database and in JSON.</summary>
public sealed record CustomOptions
{
    public string? Title { get; init; }

    /// <summary>As announced; reports may correct it in the counts.</summary>
    public int? Total { get; init; }
    public int? TtlMinutes { get; init; }
}
