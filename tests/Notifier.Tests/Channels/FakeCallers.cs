using Microsoft.AspNetCore.Http;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>Whoever the test says, by tokens of the test's own; and no longer than it says.</summary>
internal sealed class FakeCallers : IAuthenticator
{
    private readonly Dictionary<string, Caller> _tokens = [];

    public bool BelievesCallers { get; set; }
    public string Scheme => "Bearer";
    public HashSet<Credential> Withdrawn { get; } = [];

    public Caller Add(string token, string user, DateTimeOffset? expiresAt = null, bool admin = false) =>
        _tokens[token] = new Caller(user, admin, new Credential(token, expiresAt));

    public ValueTask<Authentication> AuthenticateAsync(HttpRequest request, bool isSocket) => throw new NotSupportedException();

    public ValueTask<Authentication> AuthenticateAsync(string token, CancellationToken cancellationToken) => ValueTask.FromResult(
        _tokens.TryGetValue(token, out var caller) ? Authentication.Of(caller) : Authentication.Invalid("unknown"));

    public bool StillAccepts(Credential credential) => !Withdrawn.Contains(credential);
}
