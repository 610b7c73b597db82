using System.Text.Json;
using Microsoft.Extensions.Options;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Events;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>Who a client is: by its HTTP request, like everywhere, or by what it puts into CONNECT.</summary>
internal static class Handshakes
{
    private const int MaxUserId = 128;
    private const string Nobody = "anonymous";

    /// <summary>Whether a caller is whoever it says, as opposed to proving it.</summary>
    public static bool BelievesCallers(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value.Mode is null or "" or "development";

    /// <summary>Reads <c>auth: { userId }</c>. Without it the HTTP request's caller stays.</summary>
    public static bool TryCaller(JsonElement auth, Caller http, bool believed, out Caller caller, out ClientError? fault)
    {
        (caller, fault) = (http, null);
        var named = EventFacts.Get(auth, "userId");
        if (!believed || named.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return true;
        if (named.ValueKind == JsonValueKind.String && IsUserId(named.GetString()!))
        {
            caller = new Caller(named.GetString()!, http.IsAdmin);
            return true;
        }

        fault = new ClientError("invalid_user_id", $"A user id has 1 to {MaxUserId} characters and no control characters.");
        return false;
    }

    /// <summary>
    /// The caller after it said its name on the open connection, as some frontends do; null when that changes nothing. Only
    /// who has not said another one before, and only where callers are believed.
    /// </summary>
    public static Caller? Named(string userId, Caller caller, bool believed) =>
        believed && caller.UserId == Nobody && userId != Nobody && IsUserId(userId) ? new Caller(userId, caller.IsAdmin) : null;

    public static bool IsYes(string? text) => text is "1" or "true";

    public static bool IsYes(JsonElement value) =>
        value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.Number && value.GetRawText() == "1")
        || (value.ValueKind == JsonValueKind.String && IsYes(value.GetString()));

    private static bool IsUserId(string id) => !string.IsNullOrWhiteSpace(id) && id.Length <= MaxUserId && !id.Any(char.IsControl);
}
