using System.Buffers;
using System.Numerics.Tensors;

namespace Trawl.Embedder.Models.Hashing;

/// <summary>
/// Turns a text into a vector: each word, each pair of neighbouring words and each run of 3 to 5 characters of a word adds to one
/// dimension, which its hash chooses, with a sign that its hash chooses too, so that collisions cancel out more often than they add up.
/// </summary>
internal static class TextHasher
{
    private const float WordWeight = 1f;
    private const float PairWeight = 0.6f;

    // All of a word's runs together weigh this much, however long the word is.
    private const float GramsWeight = 1f;
    private const float CommonWeight = 0.05f;

    // Ideographs in a row up to this many may be a word; more are a clause, and as a whole no feature.
    private const int LongestIdeographWord = 4;

    private static readonly float[] TermFrequency = [.. Enumerable.Range(0, 256).Select(n => n == 0 ? 0 : 1 + MathF.Log(n))];

    /// <summary>Fills the vector, of any length, and makes it one of length 1.</summary>
    public static void Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        vector.Clear();
        // Folded text with one blank around every word; where two scripts meet a blank is put in.
        var folded = ArrayPool<char>.Shared.Rent(2 * text.Length + 2);
        var words = new WordTable(text.Length);
        try
        {
            Read(text, folded, ref words);
            foreach (ref readonly var term in words.Terms)
                Add(vector, term, folded);
        }
        finally
        {
            words.Dispose();
            ArrayPool<char>.Shared.Return(folded);
        }

        Normalise(vector);
    }

    private static void Read(ReadOnlySpan<char> text, Span<char> folded, ref WordTable words)
    {
        var fold = Alphabet.Fold;
        var length = 0;
        folded[length++] = ' ';
        var start = length;
        var hash = FeatureHash.WordSeed;
        var previous = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            var c = fold[text[i]];
            if (c == Alphabet.Dropped)
                continue;
            var inWord = length > start;
            if (inWord && (c == Alphabet.Separator || c >= Alphabet.FirstIdeograph != folded[start] >= Alphabet.FirstIdeograph))
            {
                EndWord(ref words, hash, start, length - start, ref previous);
                folded[length++] = ' ';
                start = length;
                hash = FeatureHash.WordSeed;
            }

            if (c == Alphabet.Separator)
            {
                i = AfterLinkAddress(text, i);
                continue;
            }

            folded[length++] = c;
            hash = FeatureHash.Append(hash, c);
        }

        folded[length] = ' ';
        if (length > start)
            EndWord(ref words, hash, start, length - start, ref previous);
    }

    /// <summary>At the end of a Markdown link's words: the end of its address, which says little of what the text is about. Else where it was.</summary>
    private static int AfterLinkAddress(ReadOnlySpan<char> text, int i)
    {
        if (text[i] != ']' || i + 1 == text.Length || text[i + 1] != '(')
            return i;
        var end = text[(i + 1)..].IndexOfAny(')', ' ', '\n');
        return end < 0 ? i : i + 1 + end;
    }

    private static void EndWord(ref WordTable words, ulong hash, int start, int length, ref ulong previous)
    {
        // Pairs reach across common words: "index of a table" and "table index" have more in common with "index table" than not.
        if (words.Add(hash, start, length).IsCommon)
            return;
        if (previous != 0)
            words.Add(FeatureHash.Pair(previous, hash), start, 0);
        previous = hash;
    }

    private static void Add(Span<float> vector, in Term term, ReadOnlySpan<char> folded)
    {
        var frequency = TermFrequency[Math.Min(term.Count, TermFrequency.Length - 1)];
        if (term.Length == 0)
        {
            Add(vector, term.Hash, frequency * PairWeight);
            return;
        }

        if (term.IsCommon)
        {
            Add(vector, term.Hash, frequency * CommonWeight);
            return;
        }

        var ideographs = folded[term.Start] >= Alphabet.FirstIdeograph;
        if (!ideographs || term.Length <= LongestIdeographWord)
            Add(vector, term.Hash, frequency * WordWeight);
        if (ideographs)
            AddGrams(vector, folded.Slice(term.Start, term.Length), 1, 3, frequency);
        else
            AddGrams(vector, folded.Slice(term.Start - 1, term.Length + 2), 3, 5, frequency);
    }

    private static void AddGrams(Span<float> vector, ReadOnlySpan<char> word, int shortest, int longest, float frequency)
    {
        var grams = 0;
        for (var n = shortest; n <= longest; n++)
            grams += Math.Max(0, word.Length - n + 1);
        var weight = frequency * GramsWeight / MathF.Sqrt(grams);
        for (var start = 0; start + shortest <= word.Length; start++)
        {
            var rest = word.Slice(start, Math.Min(longest, word.Length - start));
            var hash = FeatureHash.GramSeed;
            for (var i = 0; i < rest.Length; i++)
            {
                hash = FeatureHash.Append(hash, rest[i]);
                if (i + 1 >= shortest)
                    Add(vector, hash, weight);
            }
        }
    }

    private static void Add(Span<float> vector, ulong hash, float weight)
    {
        hash = FeatureHash.Finish(hash);
        var dimension = (int)(((hash >> 32) * (uint)vector.Length) >> 32);
        var sign = (uint)hash & 0x80000000;
        vector[dimension] += BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(weight) ^ sign);
    }

    private static void Normalise(Span<float> vector)
    {
        // Summed in this order and not by TensorPrimitives.Norm, whose order, and so last bit, depends on the processor's vector width.
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i + 4 <= vector.Length; i += 4)
        {
            a += (double)vector[i] * vector[i];
            b += (double)vector[i + 1] * vector[i + 1];
            c += (double)vector[i + 2] * vector[i + 2];
            d += (double)vector[i + 3] * vector[i + 3];
        }

        for (; i < vector.Length; i++)
            a += (double)vector[i] * vector[i];
        var norm = (float)Math.Sqrt(a + b + (c + d));
        if (norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
        else
            vector[0] = 1; // no word at all; cosine needs a direction
    }
}
