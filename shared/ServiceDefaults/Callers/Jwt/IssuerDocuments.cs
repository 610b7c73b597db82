using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary>What an OpenID provider publishes about itself: its name, and its keys (RFC 8414, RFC 7517).</summary>
internal sealed class IssuerDocuments(string authority) : IDisposable
{
    private const int MaxBytes = 1024 * 1024;
    private const int MinRsaBits = 2048;

    // No redirects: where the keys are is said by the authority, and by nobody it might send us to.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = MaxBytes,
    };

    public sealed record Published(string Issuer, IReadOnlyList<SigningKey> Keys);

    /// <summary>Reads both documents.</summary>
    /// <exception cref="InvalidDataException">They are not what they should be.</exception>
    public async Task<Published> ReadAsync(CancellationToken cancellationToken)
    {
        using var configuration = await GetAsync($"{authority.TrimEnd('/')}/.well-known/openid-configuration", cancellationToken);
        var issuer = Text(configuration.RootElement, "issuer");
        if (issuer is null || issuer.TrimEnd('/') != authority.TrimEnd('/'))
            throw new InvalidDataException("The configuration at the authority is another issuer's.");
        if (Text(configuration.RootElement, "jwks_uri") is not { } location || !JwtOptions.IsTrustworthy(location))
            throw new InvalidDataException("Its jwks_uri is not a URL that can be trusted.");
        using var set = await GetAsync(location, cancellationToken);
        if (!set.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("Its keys are no key set.");
        SigningKey[] usable = [.. keys.EnumerateArray().Select(Read).OfType<SigningKey>()];
        // All of its users would be logged out by what is a slip in all likelihood.
        return usable.Length > 0 ? new Published(issuer, usable) : throw new InvalidDataException("Among its keys is none for RS256, PS256 or ES256.");
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetAsync(string url, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(url), cancellationToken);
        answer.EnsureSuccessStatusCode();
        var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new InvalidDataException("What is published is no JSON object.");
    }

    // Null for what is meant for something else, or is too weak.
    private static SigningKey? Read(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "use") is not (null or "sig"))
            return null;
        if (key.TryGetProperty("key_ops", out var uses) && !uses.EnumerateArray().Any(use => use.GetString() == "verify"))
            return null;
        var algorithm = Text(key, "alg");
        return Text(key, "kty") switch
        {
            "RSA" => ReadRsa(key, algorithm),
            "EC" when Text(key, "crv") == "P-256" && algorithm is null or "ES256" => new EcKey(
                Text(key, "kid"), new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } }),
            _ => null,
        };
    }

    private static RsaKey? ReadRsa(JsonElement key, string? algorithm)
    {
        var modulus = Bytes(key, "n");
        string[] algorithms = algorithm switch { null => ["RS256", "PS256"], "RS256" or "PS256" => [algorithm], _ => [] };
        return algorithms.Length > 0 && modulus.Length * 8 >= MinRsaBits
            ? new RsaKey(Text(key, "kid"), new RSAParameters { Modulus = modulus, Exponent = Bytes(key, "e") }, algorithms)
            : null;
    }

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name) ?? "");

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
