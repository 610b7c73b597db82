namespace Trawl.ServiceDefaults.Callers;

/// <summary>Metadata of an endpoint that browsers reach without headers of their own: the credential may be in the query.</summary>
/// <param name="Session">
/// Where clients say who they are only after the request: the query parameter by which later requests belong to a session. Such an
/// endpoint is also reached without a credential, as <see cref="Caller.Nobody"/>.
/// </param>
public sealed record SocketEndpoint(string? Session = null);
