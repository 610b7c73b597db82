using Microsoft.AspNetCore.Http;

namespace Trawl.ServiceDefaults.Callers.Development;

/// <summary><c>development</c>: the caller is who it says it is, and an admin when it says so.</summary>
internal sealed class DevelopmentAuthenticator : IAuthenticator
{
    private static readonly Authentication Anonymous = Authentication.Of(new Caller("anonymous", IsAdmin: false));

    public bool BelievesCallers => true;

    public string Scheme => "None";

    public ValueTask<Authentication> AuthenticateAsync(HttpRequest request, bool isSocket) => ValueTask.FromResult(Read(request));

    // A name is said by other means than a token.
    public ValueTask<Authentication> AuthenticateAsync(string token, CancellationToken cancellationToken) => ValueTask.FromResult(Anonymous);

    public bool StillAccepts(Credential credential) => true;

    private static Authentication Read(HttpRequest request)
    {
        var named = request.Headers["X-User-Id"];
        if (named.Count == 0)
            named = request.Query["userId"];
        var isAdmin = request.Headers["X-User-Role"] == "admin";
        if (named.Count == 0)
            return isAdmin ? Authentication.Of(Anonymous.Caller! with { IsAdmin = true }) : Anonymous;
        return named.Count == 1 && UserId.IsValid(named[0])
            ? Authentication.Of(new Caller(named[0]!, isAdmin))
            : Authentication.No(AuthenticationFault.InvalidUserId);
    }
}
