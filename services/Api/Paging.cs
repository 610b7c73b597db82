using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Trawl.Api;

/// <summary>A part of a list. <paramref name="Next"/> goes into <c>?after=</c> for the next one; null at the end.</summary>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// <c>?limit=</c> and <c>?after=</c>. Always by key and never by offset: what is inserted meanwhile neither repeats nor hides a row.
/// </summary>
internal sealed record Paging<TKey>(int Limit, TKey? After)
    where TKey : struct
{
    /// <summary>One row more than asked for tells whether there is a next page.</summary>
    public int Take => Limit + 1;

    public ListPage<TView> Cut<TRow, TView>(IReadOnlyList<TRow> rows, Func<TRow, TView> view, Func<TRow, string> cursor) =>
        rows.Count <= Limit
            ? new([.. rows.Select(view)], null)
            : new([.. rows.Take(Limit).Select(view)], cursor(rows[Limit - 1]));
}

internal static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    public static Paging<Guid> ById(HttpRequest request, Faults faults) =>
        new(Limit(request, faults), After(request, faults, 16, bytes => new Guid(bytes, bigEndian: true)));

    public static Paging<long> ByNumber(HttpRequest request, Faults faults) =>
        new(Limit(request, faults), After(request, faults, 8, bytes => BinaryPrimitives.ReadInt64BigEndian(bytes)));

    /// <summary>By a text, for a list that is held in memory.</summary>
    public static (int Limit, string? After) ByText(HttpRequest request, Faults faults)
    {
        var limit = Limit(request, faults);
        if (!request.Query.TryGetValue("after", out var text))
            return (limit, null);
        if (text is [{ Length: < 400 } cursor] && Base64Url.IsValid(cursor))
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            if (bytes.Length > 0 && Utf8.IsValid(bytes))
                return (limit, Encoding.UTF8.GetString(bytes));
        }

        faults.Add("after", "Is not a cursor that this list gave out.");
        return (limit, null);
    }

    /// <summary>By a key of some bytes, <paramref name="size"/> of them, at most 29.</summary>
    public static Paging<TKey> By<TKey>(HttpRequest request, Faults faults, int size, Func<ReadOnlySpan<byte>, TKey> read)
        where TKey : struct => new(Limit(request, faults), After(request, faults, size, read));

    public static string Cursor(ReadOnlySpan<byte> key) => Base64Url.EncodeToString(key);

    public static string Cursor(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    public static string Cursor(long id)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id);
        return Base64Url.EncodeToString(bytes);
    }

    private static int Limit(HttpRequest request, Faults faults)
    {
        if (!request.Query.TryGetValue("limit", out var text))
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
            return limit;
        faults.Add("limit", $"Must be a whole number from 1 to {MaxLimit}.");
        return DefaultLimit;
    }

    private static TKey? After<TKey>(HttpRequest request, Faults faults, int size, Func<ReadOnlySpan<byte>, TKey> read)
        where TKey : struct
    {
        if (!request.Query.TryGetValue("after", out var text))
            return null;
        Span<byte> bytes = stackalloc byte[32];
        if (text is [{ Length: < 40 } cursor] && Base64Url.IsValid(cursor, out var length) && length == size)
            return read(bytes[..Base64Url.DecodeFromChars(cursor, bytes)]);
        faults.Add("after", "Is not a cursor that this list gave out.");
        return null;
    }
}
