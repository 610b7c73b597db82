using System.Buffers;
using System.Numerics;

namespace Trawl.Embedder.Models.Hashing;

/// <summary>A word or a pair of words of one text. A pair has length 0.</summary>
internal record struct Term(ulong Hash, int Start, int Length, int Count, bool IsCommon);

/// <summary>The different words and pairs of one text with their counts, in the order they first came: the sums over them come out the same everywhere.</summary>
internal ref struct WordTable
{
    private readonly int[] slots;
    private readonly int mask;
    private Term[] terms;
    private int count;

    public WordTable(int textLength)
    {
        // A text of n characters has at most n/2 + 1 words and as many pairs; half the slots stay empty.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * textLength + 8));
        mask = size - 1;
        slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        terms = ArrayPool<Term>.Shared.Rent(512);
    }

    public readonly ReadOnlySpan<Term> Terms => terms.AsSpan(0, count);

    /// <summary>Counts a term and returns it as it now stands.</summary>
    public ref Term Add(ulong hash, int start, int length)
    {
        for (var slot = (int)(FeatureHash.Finish(hash) >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            var index = slots[slot] - 1;
            if (index < 0)
            {
                if (count == terms.Length)
                    Grow();
                slots[slot] = count + 1;
                terms[count] = new Term(hash, start, length, 1, length > 0 && CommonWords.Contains(hash));
                return ref terms[count++];
            }

            ref var term = ref terms[index];
            if (term.Hash == hash)
            {
                term.Count++;
                return ref term;
            }
        }
    }

    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(slots);
        ArrayPool<Term>.Shared.Return(terms);
    }

    private void Grow()
    {
        var larger = ArrayPool<Term>.Shared.Rent(terms.Length * 2);
        terms.CopyTo(larger, 0);
        ArrayPool<Term>.Shared.Return(terms);
        terms = larger;
    }
}
