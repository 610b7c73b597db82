namespace Trawl.Work;

/// <summary>What became of one item.</summary>
/// <param name="Index">Its place among the items, from 0.</param>
/// <param name="Item">The item.</param>
/// <param name="Value">What the work gave; the type's default when it failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public readonly record struct ItemResult<TItem, TResult>(int Index, TItem Item, TResult? Value, Exception? Error)
{
    /// <summary>Whether the work gave a value.</summary>
    public bool Ok => Error is null;
}
