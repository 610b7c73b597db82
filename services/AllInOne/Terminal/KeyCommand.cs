using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Callers.ApiKeys;

namespace Trawl.AllInOne.Terminal;

/// <summary><c>key USER</c>: makes an API key, says it once, and shows what the services are to know of it.</summary>
internal static class KeyCommand
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Argument<string> User = new("user") { Description = "Who calls with it." };
    private static readonly Option<string> Name = new("--name") { Description = "What to call it.", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> Admin = new("--admin") { Description = "For an admin, who sees everything." };
    private static readonly Option<int?> Days = new("--days") { Description = "How many days it is good for. Defaults to for ever." };

    public static Command Create()
    {
        var command = new Command("key", "Makes an API key. It is shown once; the services keep its hash.") { User, Name, Admin, Days };
        command.SetAction(parsed => Terminating.WithASentenceAsync(() => RunAsync(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var key = ApiKey.Create();
        var entry = new ApiKeyOptions
        {
            Name = parsed.GetValue(Name)!,
            UserId = parsed.GetValue(User)!,
            Hash = ApiKey.HashOf(key),
            Admin = parsed.GetValue(Admin),
            ExpiresAt = parsed.GetValue(Days) is { } days ? DateTimeOffset.UtcNow.AddDays(days) : null,
        };
        if (entry.Validate("The key").FirstOrDefault() is { } fault)
            throw new OptionsException(fault);
        await Console.Out.WriteLineAsync($"Key, shown this once (X-Api-Key):\n  {key}\n\nEntry for the file of Auth:KeysFile, a JSON array of these:\n  {JsonSerializer.Serialize(entry, Written)}");
        return 0;
    }
}
