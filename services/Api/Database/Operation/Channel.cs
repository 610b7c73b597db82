namespace Trawl.Api.Database;

/// <summary>The numbering of <c>user:</c> channels and <c>system</c>. A job's is in its own row.</summary>
public sealed class Channel
{
    public required string Name { get; set; }
    public long Seq { get; set; }
}
