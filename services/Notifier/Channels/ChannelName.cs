namespace Trawl.Notifier.Channels;

/// <summary>Which names can be channels at all, before anybody is asked.</summary>
internal static class ChannelName
{
    private const string Job = "job:";
    private const string User = "user:";

    public static bool IsJob(string name) => name.StartsWith(Job, StringComparison.Ordinal);

    /// <summary>The name as everybody writes it, or null when there can be no such channel.</summary>
    public static string? Normalise(string? name)
    {
        if (name is null || name.Length > EventEnvelope.MaxChannelLength)
            return null;
        if (name == "system")
            return name;
        if (IsJob(name))
            return Guid.TryParseExact(name.AsSpan(Job.Length), "D", out var id) ? $"{Job}{id:D}" : null;
        return name.StartsWith(User, StringComparison.Ordinal) && name.Length > User.Length && !name.Any(char.IsControl) ? name : null;
    }

    /// <summary>The user of a <c>user:</c> channel; null for others.</summary>
    public static string? OwnerByName(string name) => name.StartsWith(User, StringComparison.Ordinal) ? name[User.Length..] : null;
}
