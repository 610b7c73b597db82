using System.Text;
using Trawl.ServiceDefaults.Callers.Jwt;
using Trawl.TestSupport;
using Trawl.TestSupport.Callers;

namespace Trawl.ServiceDefaults.Tests.Callers.Jwt;

/// <summary>Whatever is shown as a token, the answer is a fault and never an exception.</summary>
public sealed class TokenFuzzTests
{
    private const string Letters = "{}[]\":,\\ud8001e9.-_=admin subexpiatnbfaudissrolecritnulltrue\u0000\u00e9 ";

    [Fact]
    public async Task No_token_brings_an_exception_and_none_is_accepted()
    {
        var keys = new SecretKeys(Encoding.UTF8.GetBytes(TestTokens.Secret));
        var authenticator = new JwtAuthenticator(keys, new JwtOptions { Secret = TestTokens.Secret }, TimeProvider.System);
        var random = new Random(5);
        for (var i = 0; i < FuzzCases.Or(20_000); i++)
        {
            var token = Token(random);
            Assert.True((await authenticator.AuthenticateAsync(token, default)).Caller is null, token);
        }
    }

    [Fact]
    public async Task Signed_nonsense_brings_no_exception_either()
    {
        var keys = new SecretKeys(Encoding.UTF8.GetBytes(TestTokens.Secret));
        var authenticator = new JwtAuthenticator(keys, new JwtOptions { Secret = TestTokens.Secret }, TimeProvider.System);
        var random = new Random(6);
        for (var i = 0; i < FuzzCases.Or(20_000); i++)
        {
            var claims = random.Next(2) == 0 ? Text(random, 80) : Changed(random, "{\"sub\":\"alice\",\"exp\":4102444800,\"nbf\":0,\"roles\":[\"admin\"]}");
            var (caller, fault) = await authenticator.AuthenticateAsync(TestTokens.Sign(claims), default);
            Assert.True(caller is null != fault is null);
        }
    }

    private static string Token(Random random) => random.Next(4) switch
    {
        0 => Text(random, 200),
        1 => TestTokens.Compose(Text(random, 60), Text(random, 60), input => input),
        2 => TestTokens.Compose(Changed(random, "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"a\"}"), "{\"sub\":\"alice\",\"exp\":4102444800}", _ => new byte[32]),
        _ => Changed(random, TestTokens.Sign(new { sub = "alice", exp = 4102444800 }, "a secret that is another one, and as long")),
    };

    private static string Text(Random random, int most) =>
        string.Create(random.Next(most), random, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = random.Next(50) == 0 ? (char)random.Next(0xD800) : Letters[random.Next(Letters.Length)];
        });

    private static string Changed(Random random, string text)
    {
        var changed = new StringBuilder(text);
        for (var changes = random.Next(1, 4); changes > 0 && changed.Length > 1; changes--)
        {
            var at = random.Next(changed.Length);
            if (random.Next(2) == 0)
                changed[at] = Letters[random.Next(Letters.Length)];
            else
                changed.Remove(at, random.Next(1, changed.Length - at + 1));
        }

        return changed.ToString();
    }
}
