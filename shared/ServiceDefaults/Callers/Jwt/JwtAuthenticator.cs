using Microsoft.AspNetCore.Http;
using Trawl.ServiceDefaults.Callers.Requests;

namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary><c>jwt</c>: the caller is the <c>sub</c> of a token that a key of ours or of the issuer's has signed.</summary>
internal sealed class JwtAuthenticator(ISigningKeys keys, JwtOptions options, TimeProvider time) : IAuthenticator
{
    public bool BelievesCallers => false;

    public string Scheme => "Bearer";

    public ValueTask<Authentication> AuthenticateAsync(HttpRequest request, bool isSocket)
    {
        var token = PresentedCredential.Bearer(request) ?? (isSocket ? PresentedCredential.Query(request, "access_token") : null);
        return token is null
            ? ValueTask.FromResult(Authentication.No(AuthenticationFault.Missing))
            : AuthenticateAsync(token, request.HttpContext.RequestAborted);
    }

    public async ValueTask<Authentication> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        if (JsonWebToken.Read(token, out var fault) is not { } jwt)
            return Authentication.Invalid(fault);
        SigningKey? key;
        try
        {
            key = await keys.FindAsync(jwt.Algorithm, jwt.KeyId, cancellationToken);
        }
        catch (IssuerUnavailableException unavailable)
        {
            return Authentication.No(AuthenticationFault.Unavailable(unavailable.Message));
        }

        if (key is null)
            return Authentication.Invalid("an algorithm that is not allowed, or a key that is not known");
        return key.Verifies(jwt.Algorithm, jwt.SigningInput, jwt.Signature)
            ? JwtClaims.Judge(jwt.Payload, key, keys.Issuer, options.Audience, time.GetUtcNow())
            : Authentication.Invalid("a signature that is not of its key");
    }

    public bool StillAccepts(Credential credential) => credential.Proof is SigningKey key && keys.Has(key);
}
