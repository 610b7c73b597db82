using System.Security.Cryptography;
using System.Text;
using Trawl.TestSupport.Callers;

namespace Trawl.Dashboard.Tests.Servers;

/// <summary>One that takes tokens.</summary>
public sealed class TokenServer : DashboardServer
{
    public override bool BelievesNames => false;

    protected override IEnumerable<(string Name, string Value)> Settings => TestTokens.Settings.Select(setting => (setting.Key.Replace(":", "__"), setting.Value));
}

/// <summary>One that takes keys.</summary>
public sealed class KeyServer : DashboardServer
{
    public override bool BelievesNames => false;

    public const string Key = "a-key-of-the-tests-that-is-long-enough";

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Auth__Mode", "apiKey"), ("Auth__ApiKeys__0__UserId", "alice"), ("Auth__ApiKeys__0__Name", "test"),
        ("Auth__ApiKeys__0__Hash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
    ];
}
