using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Trawl.Api.Dashboard;

/// <summary>A file of the dashboard as it is sent: compressed when it was built, never in a request.</summary>
internal sealed class DashboardFile
{
    private readonly Representation _identity;
    private readonly Representation? _brotli;
    private readonly Representation? _gzip;

    private DashboardFile(string path, byte[] identity, byte[]? brotli, byte[]? gzip)
    {
        Path = path;
        _identity = new Representation(null, identity);
        _brotli = brotli is null ? null : new Representation("br", brotli);
        _gzip = gzip is null ? null : new Representation("gzip", gzip);
    }

    public string Path { get; }

    /// <summary>A name that is made of the content never means another.</summary>
    public bool IsImmutable => Path.StartsWith("/assets/", StringComparison.Ordinal);

    public bool IsCompressed => _brotli is not null || _gzip is not null;

    public static DashboardFile Of(DashboardBundle.Entry entry) => new(
        entry.Path, entry.Identity ?? Decompress(entry.Brotli ?? throw new InvalidDataException($"{entry.Path} has no content.")), entry.Brotli, entry.Gzip);

    /// <summary>What the request likes best; of what it likes the same, the smallest.</summary>
    public Representation For(IList<StringWithQualityHeaderValue> accepted)
    {
        var (brotli, gzip) = (Quality(_brotli), Quality(_gzip));
        return brotli > 0 && brotli >= gzip ? _brotli! : gzip > 0 ? _gzip! : _identity;

        double Quality(Representation? representation) => representation is null ? 0
            : (Named(representation.Encoding!) ?? Named("*")) is { } item ? item.Quality ?? 1 : 0;

        StringWithQualityHeaderValue? Named(string name) => accepted.FirstOrDefault(item => item.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static byte[] Decompress(byte[] brotli)
    {
        using var stream = new BrotliStream(new MemoryStream(brotli), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }

    /// <param name="Encoding">Null as it is.</param>
    public sealed record Representation(string? Encoding, byte[] Content)
    {
        public EntityTagHeaderValue Tag { get; } = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 12))}\"");
    }
}
