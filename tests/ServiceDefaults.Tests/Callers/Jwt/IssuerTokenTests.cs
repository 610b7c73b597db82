using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Callers.Jwt;
using Trawl.TestSupport;
using Trawl.TestSupport.Callers;

namespace Trawl.ServiceDefaults.Tests.Callers.Jwt;

/// <summary>Tokens of an issuer whose keys are read from it, by a clock in the test's hand.</summary>
public sealed class IssuerTokenTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly ManualTime _time = new();
    private TestIssuer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await TestIssuer.StartAsync();

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task The_issuer_s_tokens_are_accepted(string algorithm)
    {
        await using var host = await StartAsync();

        Assert.Equal("alice", (await host.WithTokenAsync(_issuer.For("alice", algorithm: algorithm))).UserId);
    }

    [Fact]
    public async Task A_public_key_is_no_secret_and_a_secret_no_key()
    {
        await using var host = await StartAsync();
        var token = _issuer.For("alice");
        Assert.Equal("alice", (await host.WithTokenAsync(token)).UserId);
        using var http = new HttpClient();
        var published = await http.GetByteArrayAsync(new Uri($"{_issuer.Authority}/keys"));
        var claims = new { sub = "alice", iss = _issuer.Authority, aud = "trawl", exp = 4102444800 };

        foreach (var forged in new[]
                 {
                     TestTokens.Compose(new { alg = "HS256", kid = "first" }, claims, input => HMACSHA256.HashData(published, input)),
                     TestTokens.Compose(new { alg = "none", kid = "first" }, claims, _ => []),
                     TestTokens.Compose(new { alg = "RS256", kid = "first" }, claims, _ => new byte[256]),
                     TestTokens.Compose(new { alg = "RS512", kid = "first" }, claims, _ => new byte[256]),
                     _issuer.For("alice", algorithm: "PS256").Split('.')[0] + token[token.IndexOf('.')..], // RS256 said to be PS256
                 })
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), await CodeAsync(host, forged));
    }

    [Fact]
    public async Task A_new_key_is_found_by_the_first_token_that_names_it_and_made_up_ones_ask_the_issuer_rarely()
    {
        await using var host = await StartAsync();
        await host.WithTokenAsync(_issuer.For("alice"));
        _issuer.AddKey("second");
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("bob", (await host.WithTokenAsync(_issuer.For("bob", "second"))).UserId);

        var reads = _issuer.Reads;
        var madeUp = TestTokens.Compose(new { alg = "RS256", kid = "third" }, new { }, _ => new byte[256]);
        for (var i = 0; i < 20; i++)
            Assert.Equal("invalid_token", (await host.WithTokenAsync(madeUp)).Code);
        Assert.Equal(reads, _issuer.Reads);
        Assert.Equal("alice", (await host.WithTokenAsync(_issuer.For("alice"))).UserId);
    }

    [Fact]
    public async Task A_key_that_is_gone_ends_its_tokens_at_the_next_look()
    {
        await using var host = await StartAsync();
        _issuer.AddKey("second");
        _time.Advance(TimeSpan.FromMinutes(1));
        var authenticator = host.Services.GetRequiredService<IAuthenticator>();
        var token = _issuer.For("alice");
        var credential = (await authenticator.AuthenticateAsync(token, default)).Caller!.Credential!;
        Assert.True(authenticator.StillAccepts(credential));

        _issuer.RemoveKey("first");
        await Eventually.TrueAsync(() => Pass(() => !authenticator.StillAccepts(credential)), Deadline);
        Assert.Equal("invalid_token", (await host.WithTokenAsync(token)).Code);
    }

    [Fact]
    public async Task An_issuer_that_is_away_logs_nobody_out_and_nobody_is_judged_before_it_was_heard()
    {
        _issuer.Away = true;
        await using var host = await StartAsync();
        var token = _issuer.For("alice");
        var unknown = await host.WithTokenAsync(token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable", TimeSpan.FromSeconds(2)), (unknown.Status, unknown.Code, unknown.RetryAfter));

        _issuer.Away = false;
        await Eventually.TrueAsync(async () => await PassAsync(async () => (await host.WithTokenAsync(token)).Status == HttpStatusCode.OK), Deadline);
        _issuer.Away = true;
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("alice", (await host.WithTokenAsync(token)).UserId);
        _issuer.Away = false;
        _issuer.KeySet = new { keys = Array.Empty<object>() };
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("alice", (await host.WithTokenAsync(token)).UserId);
    }

    [Fact]
    public async Task What_is_published_must_be_what_was_configured()
    {
        _issuer.Configuration = new { issuer = "https://other.example", jwks_uri = $"{_issuer.Authority}/keys" };
        Assert.Equal("unavailable", await FirstAsync());
        _issuer.Configuration = new { issuer = _issuer.Authority, jwks_uri = "http://keys.example/" };
        Assert.Equal("unavailable", await FirstAsync());
        _issuer.Configuration = null;
        _issuer.KeySet = new { keys = new object[] { new { kty = "oct", k = "c2VjcmV0", alg = "HS256" }, new { kty = "RSA", use = "enc", n = "AQAB", e = "AQAB" }, 7, new { } } };
        Assert.Equal("unavailable", await FirstAsync());
        _issuer.KeySet = new { keys = new object[] { new { kty = "RSA", n = "*", e = "AQAB" } } };
        Assert.Equal("unavailable", await FirstAsync());

        async Task<string?> FirstAsync()
        {
            await using var host = await StartAsync();
            return (await host.WithTokenAsync(_issuer.For("alice"))).Code;
        }
    }

    [Fact]
    public async Task Tokens_that_another_implementation_signed_are_accepted_and_judged_by_their_claims()
    {
        _issuer.KeySet = JsonElement.Parse(OthersTokens.Keys);
        using var keys = new IssuerKeys(new JwtOptions { Authority = _issuer.Authority }, _time, NullLogger<IssuerKeys>.Instance);
        foreach (var token in new[] { OthersTokens.Rs256, OthersTokens.Ps256, OthersTokens.Es256 })
        {
            var read = JsonWebToken.Read(token, out _)!;
            var key = (await keys.FindAsync(read.Algorithm, read.KeyId, default))!;
            Assert.True(key.Verifies(read.Algorithm, read.SigningInput, read.Signature));
            read.SigningInput[40] ^= 1;
            Assert.False(key.Verifies(read.Algorithm, read.SigningInput, read.Signature));

            var caller = JwtClaims.Judge(read.Payload, key, OthersTokens.Issuer, "trawl", _time.GetUtcNow()).Caller!;
            Assert.Equal(("alice", true), (caller.UserId, caller.IsAdmin));
            Assert.Equal("invalid_token", JwtClaims.Judge(read.Payload, key, "https://other.example", "trawl", _time.GetUtcNow()).Fault!.Code);
        }

        await using var secret = await CallerHost.StartAsync(("Auth:Mode", "jwt"), ("Auth:Jwt:Secret", OthersTokens.Secret), ("Auth:Jwt:Audience", "other"));
        Assert.True((await secret.WithTokenAsync(OthersTokens.Hs256)).IsAdmin);
        foreach (var token in new[] { OthersTokens.Hs512, OthersTokens.Rs256, OthersTokens.Es256, OthersTokens.Rfc7519Unsecured })
            Assert.Equal("invalid_token", (await secret.WithTokenAsync(token)).Code);
    }

    private Task<CallerHost> StartAsync() => CallerHost.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(_time), _issuer.Settings);

    private static async Task<(HttpStatusCode, string?)> CodeAsync(CallerHost host, string token)
    {
        var answer = await host.WithTokenAsync(token);
        return (answer.Status, answer.Code);
    }

    private bool Pass(Func<bool> look)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        return look();
    }

    private Task<bool> PassAsync(Func<Task<bool>> look)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        return look();
    }
}
