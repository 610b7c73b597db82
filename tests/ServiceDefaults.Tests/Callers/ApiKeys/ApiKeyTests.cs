using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Callers.ApiKeys;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Callers.ApiKeys;

public sealed class ApiKeyTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly ManualTime _time = new();
    private readonly string _file = Path.GetTempFileName();
    private readonly string _alice = ApiKey.Create();
    private readonly string _root = ApiKey.Create();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_key_is_256_random_bits_and_what_is_kept_of_it_is_no_key()
    {
        Assert.Matches("^trawl_[A-Za-z0-9_-]{43}$", _alice);
        Assert.NotEqual(_alice, _root);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ApiKey.HashOf("abc")); // FIPS 180-2, B.1
    }

    [Fact]
    public async Task The_caller_is_the_user_of_the_key_whatever_else_is_said()
    {
        await using var host = await ConfiguredAsync();

        var alice = await host.GetAsync("/me?userId=bob", ("X-Api-Key", _alice), ("X-User-Id", "bob"), ("X-User-Role", "admin"));
        var root = await host.GetAsync("/me", ("X-Api-Key", _root));
        Assert.Equal(("alice", false), (alice.UserId, alice.IsAdmin));
        Assert.Equal(("root", true), (root.UserId, root.IsAdmin));
    }

    [Fact]
    public async Task Anything_else_is_no_key()
    {
        await using var host = await ConfiguredAsync();

        foreach (var key in new[] { "", "x", _alice[..^1], _alice + "A", _alice.ToUpperInvariant(), ApiKey.HashOf(_alice), ApiKey.Create(), new string('a', 5000) })
            Assert.Equal("invalid_token", (await host.GetAsync("/me", ("X-Api-Key", key))).Code);
        Assert.Equal("invalid_token", (await host.GetAsync("/me", ("X-Api-Key", _alice), ("X-Api-Key", _alice))).Code);
        var nothing = await host.GetAsync("/me", ("X-User-Id", "alice"), ("Authorization", $"Bearer {_alice}"));
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized", "ApiKey realm=\"trawl\""), (nothing.Status, nothing.Code, nothing.Challenge));
    }

    [Fact]
    public async Task In_the_query_it_is_read_for_sockets_only()
    {
        await using var host = await ConfiguredAsync();

        Assert.Equal("unauthorized", (await host.GetAsync($"/me?api_key={_alice}")).Code);
        Assert.Equal("alice", (await host.GetAsync($"/socket?api_key={_alice}")).UserId);
        Assert.Equal("unauthorized", (await host.GetAsync($"/socket?access_token={_alice}")).Code);
    }

    [Fact]
    public async Task A_key_may_end()
    {
        Write(Entry("alice", _alice, expiresAt: "2026-01-01T00:01:00Z"));
        await using var host = await FromFileAsync();
        var alice = await host.GetAsync("/me", ("X-Api-Key", _alice));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero), alice.Json.GetProperty("expiresAt").GetDateTimeOffset());

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("token_expired", (await host.GetAsync("/me", ("X-Api-Key", _alice))).Code);
    }

    [Fact]
    public async Task Taking_a_key_out_of_the_file_revokes_it_and_a_broken_file_revokes_nothing()
    {
        Write(Entry("alice", _alice), Entry("root", _root, admin: true));
        await using var host = await FromFileAsync();
        var authenticator = host.Services.GetRequiredService<IAuthenticator>();
        var (alice, root) = (await CredentialAsync(authenticator, _alice), await CredentialAsync(authenticator, _root));

        await File.WriteAllTextAsync(_file, "[{\"userId\":");
        await PassAsync();
        Assert.Equal("alice", (await host.GetAsync("/me", ("X-Api-Key", _alice))).UserId);

        Write(Entry("root", _root));
        await Eventually.TrueAsync(async () => await PassAsync() && !authenticator.StillAccepts(alice), Deadline);
        Assert.Equal("invalid_token", (await host.GetAsync("/me", ("X-Api-Key", _alice))).Code);
        Assert.False(authenticator.StillAccepts(root)); // an admin no longer
        Assert.False((await host.GetAsync("/me", ("X-Api-Key", _root))).IsAdmin);
    }

    [Theory]
    [InlineData("{}", "cannot be read as a list of keys")]
    [InlineData("[{\"userId\":\"alice\",\"key\":\"x\"}]", "cannot be read as a list of keys")]
    [InlineData("[null]", "Auth:KeysFile[0]:UserId must have 1 to 128 characters")]
    [InlineData("[{\"userId\":\"alice\",\"hash\":\"HASH\"},{\"userId\":\"bob\",\"hash\":\"HASH\"}]", "Auth:KeysFile[0] and Auth:KeysFile[1] are the same key")]
    public void A_file_that_holds_no_keys_stops_the_start(string json, string expected)
    {
        File.WriteAllText(_file, json.Replace("HASH", ApiKey.HashOf(_alice), StringComparison.Ordinal));

        var fault = Assert.Throws<OptionsException>(() => TestHost.Build(args: ["--Auth:Mode=apiKey", $"--Auth:KeysFile={_file}"]));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static object Entry(string user, string key, bool admin = false, string? expiresAt = null) =>
        new { name = $"{user}'s", userId = user, hash = ApiKey.HashOf(key), admin, expiresAt };

    private static async Task<Credential> CredentialAsync(IAuthenticator authenticator, string key) =>
        (await authenticator.AuthenticateAsync(key, default)).Caller!.Credential!;

    private Task<CallerHost> ConfiguredAsync() => CallerHost.StartAsync(
        ("Auth:Mode", "apiKey"),
        ("Auth:ApiKeys:0:UserId", "alice"), ("Auth:ApiKeys:0:Hash", ApiKey.HashOf(_alice).ToUpperInvariant()),
        ("Auth:ApiKeys:1:UserId", "root"), ("Auth:ApiKeys:1:Hash", ApiKey.HashOf(_root)), ("Auth:ApiKeys:1:Admin", "true"));

    private Task<CallerHost> FromFileAsync() => CallerHost.StartAsync(
        builder => builder.Services.AddSingleton<TimeProvider>(_time), ("Auth:Mode", "apiKey"), ("Auth:KeysFile", _file));

    private void Write(params object[] entries) => File.WriteAllText(_file, JsonSerializer.Serialize(entries));

    private Task<bool> PassAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        return Task.FromResult(true);
    }
}
