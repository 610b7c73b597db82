using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary>
/// A token taken apart (RFC 7515, compact), of which nothing is believed yet. Headers that bring a key along (<c>jwk</c>, <c>jku</c>,
/// <c>x5u</c>) are not even read: a key is ours or the issuer's.
/// </summary>
internal sealed record JsonWebToken(string Algorithm, string? KeyId, byte[] Payload, byte[] SigningInput, byte[] Signature)
{
    /// <summary>Far above any token, far below what costs something.</summary>
    public const int MaxLength = 8192;

    private static readonly SearchValues<char> Base64UrlChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Null, and why, when it is none that can be judged.</summary>
    public static JsonWebToken? Read(string token, out string fault)
    {
        fault = "not a JWT";
        if (token.Length > MaxLength)
        {
            fault = "longer than a token may be";
            return null;
        }

        var parts = token.Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload || Decode(parts[2]) is not { } signature)
            return null;
        var (algorithm, keyId, wrong) = ReadJson(header, ReadHeader) ?? new Header("", null, "a header that is no JSON object");
        fault = wrong ?? "";
        return wrong is null ? new JsonWebToken(algorithm, keyId, payload, Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]), signature) : null;
    }

    /// <summary>What a function makes of a JSON object; its default when that is none, or has a name twice or a text that is no Unicode.</summary>
    public static T? ReadJson<T>(byte[] json, Func<JsonElement, T?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static Header ReadHeader(JsonElement header)
    {
        var named = header.TryGetProperty("kid", out var kid);
        var fault = header.TryGetProperty("crit", out _) ? "a header that must be understood and is not (crit)"
            : !header.TryGetProperty("alg", out var alg) || alg.ValueKind != JsonValueKind.String ? "no alg"
            : header.TryGetProperty("typ", out var typ) && !IsAccessToken(typ) ? "a JWT of another type (typ)"
            : named && kid.ValueKind != JsonValueKind.String ? "a kid that is no text"
            : null;
        return fault is null ? new Header(header.GetProperty("alg").GetString()!, named ? kid.GetString() : null, null) : new Header("", null, fault);
    }

    // A logout token or a security event of the same issuer is signed by the same key, and lets nobody in (RFC 8725, section 3.11).
    private static bool IsAccessToken(JsonElement typ) => typ.ValueKind == JsonValueKind.String
        && typ.GetString()!.ToLowerInvariant() is "jwt" or "at+jwt" or "application/jwt" or "application/at+jwt";

    // The framework's decoder passes over white space and padding, and the standard has none.
    private static byte[]? Decode(string part)
    {
        if (part.AsSpan().ContainsAnyExcept(Base64UrlChars) || part.Length % 4 == 1)
            return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.DecodeFromChars(part, bytes, out _, out var written) == OperationStatus.Done ? bytes[..written] : null;
    }

    private sealed record Header(string Algorithm, string? KeyId, string? Fault);
}
