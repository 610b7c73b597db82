using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Trawl.TestSupport.Callers;

/// <summary>An OpenID provider on loopback, as far as services need one: its configuration, its keys, and tokens.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, RSA> _keys = [];
    private int _reads;

    private TestIssuer(WebApplication app) => _app = app;

    /// <summary>For <c>Auth:Jwt:Authority</c>, and the <c>iss</c> of its tokens.</summary>
    public string Authority => _app.Urls.First();

    /// <summary>What its configuration says of itself; by default the truth.</summary>
    public object? Configuration { get; set; }

    /// <summary>Its keys as they are published, when it is to publish something else.</summary>
    public object? KeySet { get; set; }

    /// <summary>Answers nothing but 503.</summary>
    public bool Away { get; set; }

    /// <summary>How often its keys were read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Starts one with a key.</summary>
    public static async Task<TestIssuer> StartAsync(string keyId = "first")
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        issuer.AddKey(keyId);
        app.MapGet("/.well-known/openid-configuration", () => issuer.Answer(
            issuer.Configuration ?? new { issuer = issuer.Authority, jwks_uri = $"{issuer.Authority}/keys" }));
        app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref issuer._reads);
            return issuer.Answer(issuer.KeySet ?? new { keys = issuer.Published() });
        });
        await app.StartAsync();
        return issuer;
    }

    /// <summary>The settings of a host that is to take its tokens.</summary>
    public (string Key, string Value)[] Settings => [("Auth:Mode", "jwt"), ("Auth:Jwt:Authority", Authority), ("Auth:Jwt:Audience", "trawl")];

    /// <summary>Publishes another key.</summary>
    public void AddKey(string keyId)
    {
        lock (_keys)
            _keys.Add(keyId, RSA.Create(2048));
    }

    /// <summary>Publishes a key no longer.</summary>
    public void RemoveKey(string keyId)
    {
        lock (_keys)
            _keys.Remove(keyId);
    }

    /// <summary>A user's token.</summary>
    public string For(string user, string keyId = "first", string algorithm = "RS256")
    {
        RSA key;
        lock (_keys)
            key = _keys[keyId];
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return TestTokens.Compose(
            new { alg = algorithm, kid = keyId },
            new { sub = user, iss = Authority, aud = "trawl", exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() },
            input => key.SignData(input, HashAlgorithmName.SHA256, padding));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answer(object json) => Away ? Results.StatusCode(503) : Results.Json(json);

    private object[] Published()
    {
        lock (_keys)
        {
            return [.. _keys.Select(key => (key.Key, Public: key.Value.ExportParameters(false))).Select(key => new
            {
                kty = "RSA", use = "sig", kid = key.Key, n = Base64Url.EncodeToString(key.Public.Modulus), e = Base64Url.EncodeToString(key.Public.Exponent),
            })];
        }
    }
}
