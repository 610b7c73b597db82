using System.Text;

namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary>Settings of the mode <c>jwt</c>: either a secret or an issuer.</summary>
public sealed class JwtOptions : IValidatedOptions
{
    /// <summary>A key as long as the hash that it is for (RFC 7518, section 3.2).</summary>
    private const int MinSecretBytes = 32;

    /// <summary>
    /// Tokens are signed with it by HS256: at least 32 bytes, as they stand here in UTF-8. Whoever knows it can be anyone. Defaults to none.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// The issuer of tokens, an OpenID provider: its keys are read from <c>/.well-known/openid-configuration</c> below it and take RS256,
    /// PS256 and ES256. https, on loopback also http. Defaults to none.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>
    /// Who tokens are for, their <c>aud</c>. Without it a token is good whoever it was made for: with an issuer that knows other
    /// applications, set it. Defaults to none.
    /// </summary>
    public string? Audience { get; set; }

    /// <summary>How often the issuer's keys are read again: a key that is gone from there ends its tokens, on open sockets too. Defaults to 1 minute.</summary>
    public TimeSpan KeysInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether anything is set that only this mode heeds.</summary>
    internal bool IsSet => !string.IsNullOrEmpty(Secret) || !string.IsNullOrEmpty(Authority) || !string.IsNullOrEmpty(Audience);

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        var (secret, authority) = (!string.IsNullOrEmpty(Secret), !string.IsNullOrEmpty(Authority));
        if (!secret && !authority)
            yield return $"{section}:Secret and {section}:Authority are missing. Set the one (HS256) or the other (the issuer's keys).";
        if (secret && authority)
            yield return $"{section}:Secret and {section}:Authority are both set. Set one of them: a token is either signed by a shared secret or by its issuer.";
        if (secret && Encoding.UTF8.GetByteCount(Secret!) < MinSecretBytes)
            yield return $"{section}:Secret is too short to resist guessing. Set at least {MinSecretBytes} bytes, as from: openssl rand -base64 48.";
        if (authority && !IsTrustworthy(Authority!))
            yield return $"{section}:Authority is '{Authority}', which is not a URL that can be trusted. Set it to the issuer's https URL; http only on loopback.";
        if (KeysInterval < TimeSpan.FromSeconds(1) || KeysInterval > TimeSpan.FromDays(1))
            yield return $"{section}:KeysInterval must be between a second and a day.";
    }

    /// <summary>Whether nobody on the way can put keys of its own in the place of what is read there.</summary>
    internal static bool IsTrustworthy(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
