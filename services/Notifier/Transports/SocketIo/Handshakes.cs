using System.Text.Json;
using Trawl.Notifier.Transports.SocketIo.Events;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>Who a client is: by its HTTP request, like everywhere, or by what it puts into CONNECT.</summary>
internal static class Handshakes
{
    private const string Anonymous = "anonymous";

    /// <summary>
    /// Reads <c>auth: { token }</c>, or <c>auth: { userId }</c> where callers are believed. Without it the HTTP request's caller stays, if
    /// there was one.
    /// </summary>
    public static async ValueTask<Authentication> CallerAsync(JsonElement auth, Caller http, IAuthenticator callers)
    {
        if (!callers.BelievesCallers)
        {
            return EventFacts.Text(auth, "token") is { } token ? await callers.AuthenticateAsync(token, CancellationToken.None)
                : http.UserId == Caller.Nobody.UserId ? Authentication.No(AuthenticationFault.Missing)
                : Authentication.Of(http);
        }

        var named = EventFacts.Get(auth, "userId");
        if (named.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Authentication.Of(http);
        return named.ValueKind == JsonValueKind.String && UserId.IsValid(named.GetString())
            ? Authentication.Of(new Caller(named.GetString()!, http.IsAdmin))
            : Authentication.No(AuthenticationFault.InvalidUserId);
    }

    /// <summary>
    /// The caller after it said its name on the open connection, as some frontends do; null when that changes nothing. Only
    /// who has not said another one before, and only where callers are believed.
    /// </summary>
    public static Caller? Named(string userId, Caller caller, bool believed) =>
        believed && caller.UserId == Anonymous && userId != Anonymous && UserId.IsValid(userId) ? new Caller(userId, caller.IsAdmin) : null;

    public static bool IsYes(string? text) => text is "1" or "true";

    public static bool IsYes(JsonElement value) =>
        value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.Number && value.GetRawText() == "1")
        || (value.ValueKind == JsonValueKind.String && IsYes(value.GetString()));
}
