using System.Collections.Frozen;

namespace Trawl.Embedder.Models.Hashing;

/// <summary>English words so common that they say next to nothing of what a text is about.</summary>
internal static class CommonWords
{
    private const string Words = """
        a about after all also an and any are as at be because been before being both but by can could did do does doing don each either
        else even every few for from further get had has have having he her here him his how however i if in into is it its just let like
        may me might more most much must my no nor not now of off on once only or other our out over own per same see shall she should since
        so some such than that the their them then there therefore these they this those through thus to too under until up upon us very via
        was we well were what when where whether which while who whom whose why will with within without would you your yours
        """;

    private static readonly FrozenSet<ulong> Hashes =
        Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => FeatureHash.OfWord(word)).ToFrozenSet();

    /// <summary>By the word's hash: no string is made to ask.</summary>
    public static bool Contains(ulong hash) => Hashes.Contains(hash);
}
