namespace Trawl.ServiceDefaults.Callers;

/// <summary>
/// Metadata of an endpoint that judges bearers of a form of its own: who shows one comes in as <see cref="Caller.Nobody"/>, where
/// callers are not believed anyway.
/// </summary>
/// <param name="IsOne">Whether a bearer has that form.</param>
public sealed record OwnBearer(Func<string, bool> IsOne);
