using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Idempotency;

/// <summary>A POST that its sender may repeat.</summary>
/// <param name="Hash">SHA-256 of method, path and body: what "the same request" means.</param>
internal sealed record IdempotentRequest(string UserId, string Key, string Hash)
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    /// <summary>Null without the header.</summary>
    /// <param name="owner">Whose key it is; the caller's when null.</param>
    public static (IdempotentRequest? Request, ProblemHttpResult? Problem) From(HttpContext http, JsonBody body, string? owner = null)
    {
        if (!http.Request.Headers.TryGetValue(Header, out var values))
            return (null, null);
        if (values is [{ Length: > 0 and <= MaxLength } key] && !key.Any(char.IsControl))
            return (new(owner ?? http.GetCaller().UserId, key, HashOf(http.Request, body)), null);
        var faults = new Faults();
        faults.Add(Header, $"Must be one value of 1 to {MaxLength} characters.");
        return (null, faults.ToProblem());
    }

    private static string HashOf(HttpRequest request, JsonBody body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        hash.AppendData(body.Bytes.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
