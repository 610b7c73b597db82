namespace Trawl.Api.Database;

/// <summary>Keys of PostgreSQL's advisory locks: one list, so that no two uses meet.</summary>
internal static class AdvisoryLocks
{
    public const long Migrations = 0x7472_6177_6c01;
    public const long Dispatcher = 0x7472_6177_6c02;
    public const long VectorExtension = 0x7472_6177_6c03;
    public const long VectorIndexes = 0x7472_6177_6c04;

    /// <summary>The first of two numbers, which is a space of its own; the second is the hash of a user.</summary>
    public const int QueueTurns = 0x7472_6177;
}
