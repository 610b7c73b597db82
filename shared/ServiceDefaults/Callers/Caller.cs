namespace Trawl.ServiceDefaults.Callers;

/// <summary>Who is calling.</summary>
/// <param name="UserId">The user; <c>anonymous</c> in development mode when none is named.</param>
/// <param name="IsAdmin">May see everything.</param>
/// <param name="Credential">What it proved itself with; null where callers are believed.</param>
public sealed record Caller(string UserId, bool IsAdmin, Credential? Credential = null)
{
    /// <summary>
    /// Has not said who it is, and was let through all the same: by an endpoint that is told later, or that judges by something else.
    /// No user can be called that.
    /// </summary>
    public static Caller Nobody { get; } = new("", IsAdmin: false);

    /// <summary>Whether this caller may see what that user owns. A null owner is everybody's.</summary>
    public bool MaySee(string? ownerId) => ownerId is null || IsAdmin || ownerId == UserId;
}
