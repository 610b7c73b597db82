using Trawl.TestSupport.Callers;

namespace Trawl.Api.Tests.Http;

/// <summary>The same where callers prove who they are, by tokens.</summary>
public sealed class TokenRestHost : RestHost
{
    protected override (string Key, string Value)[] Settings => TestTokens.Settings;

    protected override RestClient As(HttpClient http, string userId) => new(http, userId, Bearer(TestTokens.For(userId)));

    protected override RestClient AdminAs(HttpClient http, string userId) => new(http, userId, Bearer(TestTokens.For(userId, admin: true)));

    private static (string, string) Bearer(string token) => ("Authorization", $"Bearer {token}");
}
