using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Trawl.ServiceDefaults.Callers.ApiKeys;

/// <summary>The keys that open at some moment.</summary>
internal sealed class ApiKeySet
{
    private readonly FrozenDictionary<long, Entry[]> _byBeginning;

    private ApiKeySet(IEnumerable<Entry> entries) =>
        _byBeginning = entries.GroupBy(entry => Beginning(entry.Hash)).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    public sealed record Entry(byte[] Hash, string UserId, bool IsAdmin, DateTimeOffset? ExpiresAt)
    {
        public bool IsSameAs(Entry other) =>
            Hash.AsSpan().SequenceEqual(other.Hash) && (UserId, IsAdmin, ExpiresAt) == (other.UserId, other.IsAdmin, other.ExpiresAt);
    }

    public int Count => _byBeginning.Values.Sum(entries => entries.Length);

    /// <summary>Null, and all that is wrong, when these cannot be keys together.</summary>
    public static ApiKeySet? From(IEnumerable<(ApiKeyOptions Options, string Path)> keys, out IReadOnlyList<string> faults)
    {
        var all = keys.ToArray();
        var found = all.SelectMany(key => key.Options.Validate(key.Path)).ToList();
        if (found.Count == 0)
        {
            found.AddRange(all.GroupBy(key => key.Options.Hash, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
                .Select(same => $"{string.Join(" and ", same.Select(key => key.Path))} are the same key: whose it is must be clear."));
        }

        faults = found;
        return found.Count > 0 ? null : new ApiKeySet(all.Select(key => key.Options).Select(
            key => new Entry(Convert.FromHexString(key.Hash), key.UserId, key.Admin, key.ExpiresAt)));
    }

    public Entry? Find(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return Find(hash);
    }

    public bool Has(Entry entry) => Find(entry.Hash) is { } found && found.IsSameAs(entry);

    private Entry? Find(ReadOnlySpan<byte> hash)
    {
        if (!_byBeginning.TryGetValue(Beginning(hash), out var entries))
            return null;
        foreach (var entry in entries)
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Hash, hash))
                return entry;
        }

        return null;
    }

    private static long Beginning(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadInt64LittleEndian(hash);
}
