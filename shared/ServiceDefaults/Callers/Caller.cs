namespace Trawl.ServiceDefaults.Callers;

/// <summary>Who is calling.</summary>
/// <param name="UserId">The user; <c>anonymous</c> in development mode when none is named.</param>
/// <param name="IsAdmin">May see everything.</param>
public sealed record Caller(string UserId, bool IsAdmin)
{
    /// <summary>Whether this caller may see what that user owns. A null owner is everybody's.</summary>
    public bool MaySee(string? ownerId) => ownerId is null || IsAdmin || ownerId == UserId;
}
