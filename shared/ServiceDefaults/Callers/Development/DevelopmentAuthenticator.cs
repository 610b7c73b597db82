using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

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
        var named = Said(request, "X-User-Id", "userId");
        var isAdmin = Said(request, "X-User-Role", "userRole") == "admin";
        if (named.Count == 0)
            return isAdmin ? Authentication.Of(Anonymous.Caller! with { IsAdmin = true }) : Anonymous;
        return named.Count == 1 && UserId.IsValid(named[0])
            ? Authentication.Of(new Caller(named[0]!, isAdmin))
            : Authentication.No(AuthenticationFault.InvalidUserId);
    }

    // Browsers cannot send headers with a socket.
    private static StringValues Said(HttpRequest request, string header, string parameter) =>
        request.Headers[header] is { Count: > 0 } said ? said : request.Query[parameter];
}
