namespace Trawl.ServiceDefaults.Callers;

/// <summary>Why somebody is not taken for a caller.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people, and no help for whoever tries keys.</param>
/// <param name="Reason">For the operator's log: what was wrong in particular. Never the credential.</param>
public sealed record AuthenticationFault(int Status, string Code, string Message, string Reason)
{
    /// <summary>There was no credential at all.</summary>
    public static AuthenticationFault Missing { get; } = new(401, "unauthorized", "It was not said who is calling.", "no credential");

    /// <summary>It was good once.</summary>
    public static AuthenticationFault Expired { get; } = new(401, "token_expired", "What says who is calling has expired.", "expired");

    /// <summary>A name that cannot be one, where callers are believed.</summary>
    public static AuthenticationFault InvalidUserId { get; } =
        new(400, "invalid_user_id", $"A user id has 1 to {UserId.MaxLength} characters and no control characters.", "no user id");

    /// <summary>It is not good here.</summary>
    public static AuthenticationFault Invalid(string reason) => new(401, "invalid_token", "What says who is calling is not valid here.", reason);

    /// <summary>It cannot be judged now, which says nothing against it.</summary>
    public static AuthenticationFault Unavailable(string reason) =>
        new(503, "unavailable", "It cannot be found out now who is calling. Try again.", reason);
}
