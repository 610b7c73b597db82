namespace Trawl.ServiceDefaults.Callers;

/// <summary>What became of an attempt to say who is calling: a caller, or why not.</summary>
/// <param name="Caller">Null when there is a fault.</param>
/// <param name="Fault">Null when there is a caller.</param>
public sealed record Authentication(Caller? Caller, AuthenticationFault? Fault)
{
    /// <summary>It is this caller.</summary>
    public static Authentication Of(Caller caller) => new(caller, null);

    /// <summary>It is nobody.</summary>
    public static Authentication No(AuthenticationFault fault) => new(null, fault);

    /// <summary>A credential that is none; <paramref name="reason"/> is for the log only.</summary>
    public static Authentication Invalid(string reason) => No(AuthenticationFault.Invalid(reason));
}
