using System.Text.Json;

namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary>What a token whose signature is good says, and whether that lets somebody in here and now.</summary>
internal static class JwtClaims
{
    /// <summary>How far the issuer's clock may be ahead of ours. Its end is by our clock alone.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    public static Authentication Judge(byte[] payload, SigningKey key, string? issuer, string? audience, DateTimeOffset now) =>
        JsonWebToken.ReadJson(payload, claims => Judge(claims, key, issuer, audience, now)) ?? Authentication.Invalid("claims that are no JSON object");

    private static Authentication Judge(JsonElement claims, SigningKey key, string? issuer, string? audience, DateTimeOffset now)
    {
        if (!TryTime(claims, "exp", out var expires) || expires is not { } end)
            return Authentication.Invalid("no exp");
        if (!TryTime(claims, "nbf", out var notBefore) || notBefore > now + Leeway)
            return Authentication.Invalid("not valid yet (nbf)");
        if (!TryTime(claims, "iat", out var issued) || issued > now + Leeway)
            return Authentication.Invalid("issued in the future (iat)");
        if (issuer is not null && Text(claims, "iss") != issuer)
            return Authentication.Invalid("of another issuer (iss)");
        if (!string.IsNullOrEmpty(audience) && !Has(claims, "aud", audience))
            return Authentication.Invalid("for somebody else (aud)");
        if (Text(claims, "sub") is not { } user || !UserId.IsValid(user))
            return Authentication.Invalid("no sub that could be a user");
        if (end <= now)
            return Authentication.No(AuthenticationFault.Expired); // said only of what was good otherwise
        return Authentication.Of(new Caller(user, Has(claims, "role", "admin") || Has(claims, "roles", "admin"), new Credential(key, end)));
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether a claim is a text, or one of several.</summary>
    private static bool Has(JsonElement claims, string name, string wanted)
    {
        if (!claims.TryGetProperty(name, out var value))
            return false;
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == wanted)
            : value.ValueKind == JsonValueKind.String && value.GetString() == wanted;
    }

    // Seconds since 1970, perhaps with a fraction. False when it is there and is none.
    private static bool TryTime(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var value))
            return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || !double.IsFinite(seconds) || seconds < 0)
            return false;
        var latest = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).TotalSeconds - 1;
        time = DateTimeOffset.UnixEpoch.AddSeconds(Math.Min(seconds, latest));
        return true;
    }
}
