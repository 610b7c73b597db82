namespace Trawl.Api.Database;

/// <summary>An embedding model that vectors are stored of.</summary>
public sealed class Model
{
    public short Id { get; set; }
    public required string Name { get; set; }
    public required string Provider { get; set; }
    public int Dimensions { get; set; }
}
