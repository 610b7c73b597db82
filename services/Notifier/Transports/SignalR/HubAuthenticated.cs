namespace Trawl.Notifier.Transports.SignalR;

/// <summary>The return value of <c>Authenticate</c>.</summary>
internal sealed record HubAuthenticated(string UserId, DateTimeOffset? ExpiresAt);
