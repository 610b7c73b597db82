using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Trawl.TestSupport.Callers;

/// <summary>Signs tokens, by code that shares nothing with what judges them.</summary>
public static class TestTokens
{
    /// <summary>A shared secret, for <c>Auth:Jwt:Secret</c>.</summary>
    public const string Secret = "a secret of Trawl's tests, which is long enough";

    /// <summary>The settings of a host that is to take these tokens.</summary>
    public static (string Key, string Value)[] Settings { get; } = [("Auth:Mode", "jwt"), ("Auth:Jwt:Secret", Secret)];

    /// <summary>A user's token.</summary>
    /// <param name="user">Its <c>sub</c>.</param>
    /// <param name="admin">Whether it has the role.</param>
    /// <param name="expiresAt">An hour from now when it is not said.</param>
    public static string For(string user, bool admin = false, DateTimeOffset? expiresAt = null)
    {
        var exp = (expiresAt ?? DateTimeOffset.UtcNow.AddHours(1)).ToUnixTimeSeconds();
        return Sign(admin ? new { sub = user, exp, role = "admin" } : new { sub = user, exp });
    }

    /// <summary>A token with these claims, signed by HS256.</summary>
    public static string Sign(object claims, string secret = Secret, object? header = null) =>
        Compose(header ?? new { alg = "HS256", typ = "JWT" }, claims, input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input));

    /// <summary>The compact form.</summary>
    /// <param name="header">An object, or JSON as a text.</param>
    /// <param name="claims">An object, or JSON as a text.</param>
    /// <param name="sign">Makes the signature.</param>
    public static string Compose(object header, object claims, Func<byte[], byte[]> sign)
    {
        var input = $"{Part(header)}.{Part(claims)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Part(object json) =>
        Base64Url.EncodeToString(json is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(json));
}
