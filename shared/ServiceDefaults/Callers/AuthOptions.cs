using Trawl.ServiceDefaults.Callers.ApiKeys;
using Trawl.ServiceDefaults.Callers.Jwt;

namespace Trawl.ServiceDefaults.Callers;

/// <summary>How callers are told apart.</summary>
public sealed class AuthOptions : IValidatedOptions
{
    internal const string Development = "development";
    internal const string JwtMode = "jwt";
    internal const string ApiKeyMode = "apiKey";

    /// <summary>
    /// <c>development</c>: whoever the caller says (<c>X-User-Id</c> or <c>?userId=</c>; <c>X-User-Role: admin</c> or <c>?userRole=admin</c>). <c>jwt</c>: whom a
    /// token names that was signed by <c>Auth:Jwt:Secret</c> or by the keys of <c>Auth:Jwt:Authority</c>. <c>apiKey</c>: whom a key was
    /// given to. Must be set, except in the standalone host on loopback, where unset is <c>development</c>. Defaults to unset.
    /// </summary>
    public string? Mode { get; set; }

    /// <summary>Lets <c>development</c> mode listen beyond loopback, where anyone can be any user. Defaults to false.</summary>
    public bool AllowInsecure { get; set; }

    /// <summary>The mode <c>jwt</c>.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>Keys that open in the mode <c>apiKey</c>, for as long as the process runs.</summary>
    public List<ApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>
    /// A JSON file of more keys, an array of objects with the same fields, looked at every few seconds: a key whose entry is taken out
    /// opens nothing any more, and the sockets that were opened with it fall silent within a minute. Defaults to none.
    /// </summary>
    public string? KeysFile { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        if (Mode is not (null or "" or Development or JwtMode or ApiKeyMode))
            yield return $"{section}:Mode is '{Mode}', which is no mode. Set it to '{JwtMode}', '{ApiKeyMode}' or '{Development}'.";
        foreach (var fault in Mode == JwtMode ? Jwt.Validate($"{section}:{nameof(Jwt)}") : Contradicting(section, $"{nameof(Jwt)}:*", Jwt.IsSet, JwtMode))
            yield return fault;
        var hasKeys = ApiKeys.Count > 0 || !string.IsNullOrEmpty(KeysFile);
        if (Mode == ApiKeyMode && !hasKeys)
            yield return $"{section}:ApiKeys and {section}:KeysFile are missing, and nobody could come in. Set one of them; 'trawl key' makes a key.";
        foreach (var fault in Mode == ApiKeyMode ? [] : Contradicting(section, $"{nameof(ApiKeys)} or {section}:{nameof(KeysFile)}", hasKeys, ApiKeyMode))
            yield return fault;
    }

    // Whoever sets what another mode would heed believes that the door is locked.
    private IEnumerable<string> Contradicting(string section, string what, bool isSet, string mode) =>
        isSet ? [$"{section}:{what} is set, and {section}:Mode is '{Mode}', which does not heed it. Set the mode to '{mode}', or take it away."] : [];
}
