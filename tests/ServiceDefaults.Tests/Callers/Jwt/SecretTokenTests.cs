using System.Net;
using System.Security.Cryptography;
using System.Text;
using Trawl.TestSupport.Callers;

namespace Trawl.ServiceDefaults.Tests.Callers.Jwt;

public sealed class SecretTokenTests : IAsyncLifetime
{
    private readonly long _now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    private CallerHost _host = null!;

    public async Task InitializeAsync() => _host = await CallerHost.StartAsync([.. TestTokens.Settings, ("Auth:Jwt:Audience", "trawl")]);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_caller_is_the_token_s_sub_whatever_else_is_said()
    {
        var token = Token($$"""{"sub":"alice","aud":"trawl","exp":{{_now + 60}}}""");
        var caller = await _host.GetAsync("/me?userId=bob", ("Authorization", $"bearer {token}"), ("X-User-Id", "carol"), ("X-User-Role", "admin"));

        Assert.Equal((HttpStatusCode.OK, "alice", false), (caller.Status, caller.UserId, caller.IsAdmin));
        Assert.Equal(_now + 60, caller.Json.GetProperty("expiresAt").GetDateTimeOffset().ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("\"role\":\"admin\"", true)]
    [InlineData("\"roles\":\"admin\"", true)]
    [InlineData("\"roles\":[\"reader\",\"admin\"]", true)]
    [InlineData("\"role\":\"Admin\"", false)]
    [InlineData("\"roles\":[\"administrator\",7,null]", false)]
    [InlineData("\"role\":{\"admin\":true}", false)]
    public async Task An_admin_is_who_has_the_role(string claim, bool admin)
    {
        var caller = await _host.WithTokenAsync(Token($$"""{"sub":"alice","aud":"trawl","exp":{{_now + 60}},{{claim}}}"""));

        Assert.Equal(admin, caller.IsAdmin);
    }

    [Theory]
    [InlineData("\"aud\":[\"other\",\"trawl\"]")]
    [InlineData("\"aud\":\"trawl\",\"nbf\":IN30,\"iat\":IN30")]
    [InlineData("\"aud\":\"trawl\",\"nbf\":1e9,\"exp\":1e300", false)]
    public async Task What_is_good_is_accepted(string claims, bool withEnd = true)
    {
        var body = $"{{\"sub\":\"alice\",{claims.Replace("IN30", $"{_now + 30}", StringComparison.Ordinal)}{(withEnd ? $",\"exp\":{_now + 60}.5" : "")}}}";

        Assert.Equal("alice", (await _host.WithTokenAsync(Token(body))).UserId);
    }

    [Theory]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\"}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":\"IN60\"}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":-1}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":1e999}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":IN60,\"exp\":IN60}")]
    [InlineData("{\"sub\":\"mallory\",\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":IN60}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":IN60,\"nbf\":IN120}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":IN60,\"nbf\":\"0\"}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":IN60,\"iat\":IN120}")]
    [InlineData("{\"sub\":\"alice\",\"exp\":IN60}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"other\",\"exp\":IN60}")]
    [InlineData("{\"sub\":\"alice\",\"aud\":[\"trawler\",7],\"exp\":IN60}")]
    [InlineData("{\"aud\":\"trawl\",\"exp\":IN60}")]
    [InlineData("{\"sub\":\"\",\"aud\":\"trawl\",\"exp\":IN60}")]
    [InlineData("{\"sub\":\"a\\nb\",\"aud\":\"trawl\",\"exp\":IN60}")]
    [InlineData("{\"sub\":\"\\ud800\",\"aud\":\"trawl\",\"exp\":IN60}")]
    [InlineData("{\"sub\":7,\"aud\":\"trawl\",\"exp\":IN60}")]
    [InlineData("[{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":IN60}]")]
    [InlineData("{\"sub\":\"alice\",\"aud\":\"trawl\",\"exp\":IN60")]
    public async Task What_is_signed_and_does_not_let_in_is_an_invalid_token(string claims)
    {
        var body = claims.Replace("IN60", $"{_now + 60}", StringComparison.Ordinal).Replace("IN120", $"{_now + 120}", StringComparison.Ordinal);
        await RefusedAsync(Token(body));
    }

    [Theory]
    [InlineData("{\"alg\":\"none\"}")]
    [InlineData("{\"alg\":\"None\"}")]
    [InlineData("{\"alg\":\"hs256\"}")]
    [InlineData("{\"alg\":\"HS512\"}")]
    [InlineData("{\"alg\":\"RS256\"}")]
    [InlineData("{\"alg\":[\"HS256\"]}")]
    [InlineData("{\"alg\":\"HS256\",\"alg\":\"none\"}")]
    [InlineData("{\"alg\":\"HS256\",\"crit\":[\"exp\"]}")]
    [InlineData("{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}")]
    [InlineData("{\"alg\":\"HS256\",\"kid\":7}")]
    [InlineData("{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}")]
    [InlineData("{\"typ\":\"JWT\"}")]
    [InlineData("\"HS256\"")]
    public async Task A_header_that_asks_for_anything_else_is_refused(string header)
    {
        var claims = $$"""{"sub":"alice","aud":"trawl","exp":{{_now + 60}}}""";
        await RefusedAsync(Token(claims, header));
        await RefusedAsync(TestTokens.Compose(header, claims, _ => []));
    }

    [Fact]
    public async Task A_good_token_with_anything_changed_is_refused()
    {
        var token = Token($$"""{"sub":"alice","aud":"trawl","exp":{{_now + 60}}}""");
        Assert.Equal("alice", (await _host.WithTokenAsync(token)).UserId);

        foreach (var broken in new[]
                 {
                     token + "=", token + ".", token[..^1], token.Replace('.', ' '), token[..token.LastIndexOf('.')], token[(token.IndexOf('.') + 1)..],
                     token.Replace(".", "..", StringComparison.Ordinal), token + "\u00a0", "", ".", "..", "...", new string('a', 9000), token + new string('A', 9000),
                     TestTokens.Sign(new { sub = "alice", aud = "trawl", exp = _now + 60 }, "another secret, which is as long as it must be"),
                 })
            await RefusedAsync(broken);
        await RefusedAsync(_host.GetAsync("/me", ("Authorization", $"Bearer {token}"), ("Authorization", $"Bearer {token}")));
    }

    [Fact]
    public async Task An_expired_token_is_told_from_one_that_never_was()
    {
        var expired = await _host.WithTokenAsync(TestTokens.Sign(new { sub = "alice", aud = "trawl", exp = _now - 1 }));
        var forged = await _host.WithTokenAsync(TestTokens.Sign(new { sub = "alice", aud = "trawl", exp = _now - 1 }, new string('x', 32)));

        Assert.Equal((HttpStatusCode.Unauthorized, "token_expired"), (expired.Status, expired.Code));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), (forged.Status, forged.Code));
        Assert.StartsWith("Bearer realm=\"trawl\", error=\"invalid_token\"", expired.Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/me")]
    [InlineData("/me?userId=alice")]
    [InlineData("/socket")]
    [InlineData("/nowhere")]
    public async Task Who_says_nothing_is_told_how_to(string path)
    {
        var answer = await _host.GetAsync(path, ("X-User-Id", "alice"), ("X-Api-Key", "alice"));

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized", "Bearer realm=\"trawl\""), (answer.Status, answer.Code, answer.Challenge));
        Assert.Equal("unauthorized", (await _host.GetAsync(path, ("Authorization", "Basic YTpi"))).Code);
    }

    [Fact]
    public async Task The_query_is_read_for_sockets_only_and_the_header_before_it()
    {
        var (alice, bob) = (Token(Claims("alice")), Token(Claims("bob")));

        Assert.Equal("unauthorized", (await _host.GetAsync($"/me?access_token={alice}")).Code);
        Assert.Equal("alice", (await _host.GetAsync($"/socket?access_token={alice}")).UserId);
        Assert.Equal("bob", (await _host.GetAsync($"/socket?access_token={alice}", ("Authorization", $"Bearer {bob}"))).UserId);
        Assert.Equal("invalid_token", (await _host.GetAsync($"/socket?access_token={alice}&access_token={alice}")).Code);
        Assert.Equal("invalid_token", (await _host.GetAsync("/session?access_token=x")).Code);
    }

    [Fact]
    public async Task Some_come_in_without_having_said_who_they_are_and_are_nobody()
    {
        Assert.Equal("", (await _host.GetAsync("/session")).UserId);
        Assert.Equal("", (await _host.GetAsync("/session?sid=1&access_token=x")).UserId);
        Assert.Equal("", (await _host.WithTokenAsync("own", "/report")).UserId);
        Assert.Equal("alice", (await _host.WithTokenAsync(Token(Claims("alice")), "/report")).UserId);
        Assert.Equal("invalid_token", (await _host.WithTokenAsync("own", "/me")).Code);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/metrics")]
    public async Task Health_and_metrics_need_no_token(string path)
    {
        await using var host = await TestHost.StartAsync(args: [.. TestTokens.Settings.Select(setting => $"--{setting.Key}={setting.Value}")]);

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(path)).StatusCode);
    }

    private string Claims(string user) => $$"""{"sub":"{{user}}","aud":"trawl","exp":{{_now + 60}}}""";

    private static string Token(string claims, string header = "{\"alg\":\"HS256\"}") =>
        TestTokens.Compose(header, claims, input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestTokens.Secret), input));

    // A request line has no room for the longest.
    private Task RefusedAsync(string token) => RefusedAsync(
        token.Length > 4096 ? _host.WithTokenAsync(token) : _host.GetAsync("/socket?access_token=" + Uri.EscapeDataString(token)));

    private static async Task RefusedAsync(Task<CallerAnswer> asked)
    {
        var answer = await asked;
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), (answer.Status, answer.Code));
    }
}
