namespace Trawl.Embedder.Models.Hashing;

/// <summary>The hash that features are placed by. Part of what a stored vector means: changing it makes every stored vector worthless.</summary>
internal static class FeatureHash
{
    public const ulong WordSeed = 0x9E3779B97F4A7C15;
    public const ulong PairSeed = 0xC2B2AE3D27D4EB4F;
    public const ulong GramSeed = 0x165667B19E3779F9;

    private const ulong Step = 0x100000001B3;
    private const ulong Mixer = 0xD6E8FEB86659FD93;

    public static ulong Append(ulong hash, char c) => unchecked((hash ^ c) * Step);

    public static ulong Pair(ulong first, ulong second) => unchecked((((first ^ PairSeed) * Mixer) ^ second) * Mixer);

    /// <summary>Spreads a feature's hash: the upper half chooses its dimension, bit 31 its sign.</summary>
    public static ulong Finish(ulong hash)
    {
        unchecked
        {
            hash ^= hash >> 32;
            hash *= Mixer;
            hash ^= hash >> 29;
            return hash * Mixer;
        }
    }

    public static ulong OfWord(ReadOnlySpan<char> word)
    {
        var hash = WordSeed;
        foreach (var c in word)
            hash = Append(hash, c);
        return hash;
    }
}
