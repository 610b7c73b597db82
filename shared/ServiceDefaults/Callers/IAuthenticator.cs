using Microsoft.AspNetCore.Http;

namespace Trawl.ServiceDefaults.Callers;

/// <summary>
/// Tells who is calling: one for each <c>Auth:Mode</c>, and the only place that knows what a credential looks like. Another way
/// (the framework's JwtBearer, say) is another implementation of this.
/// </summary>
public interface IAuthenticator
{
    /// <summary>Whether callers are whoever they say, and prove nothing.</summary>
    bool BelievesCallers { get; }

    /// <summary>What a 401 names as the way to do better: an HTTP authentication scheme.</summary>
    string Scheme { get; }

    /// <summary>Who makes a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isSocket">Browsers cannot send headers with it: the credential may be in the query.</param>
    ValueTask<Authentication> AuthenticateAsync(HttpRequest request, bool isSocket);

    /// <summary>Whose credential this is, which came by itself on an open connection.</summary>
    /// <param name="token">The credential, as it would stand in a header.</param>
    /// <param name="cancellationToken">Ends the wait for an issuer's keys.</param>
    ValueTask<Authentication> AuthenticateAsync(string token, CancellationToken cancellationToken);

    /// <summary>Whether what was accepted once still would be, but for its expiry. Asks nobody.</summary>
    bool StillAccepts(Credential credential);
}
