namespace Trawl.Api.Events;

/// <summary>How channels are called.</summary>
public static class ChannelNames
{
    public const string System = "system";
    private const string JobPrefix = "job:";
    private const string UserPrefix = "user:";

    public static string Job(Guid jobId) => $"{JobPrefix}{jobId}";

    public static string User(string userId) => $"{UserPrefix}{userId}";

    public static bool IsJob(string channel, out Guid jobId)
    {
        jobId = default;
        return channel.StartsWith(JobPrefix, StringComparison.Ordinal) && Guid.TryParseExact(channel.AsSpan(JobPrefix.Length), "D", out jobId);
    }

    /// <summary>A name as everybody writes it: ids in small letters.</summary>
    public static string Normalise(string channel) => IsJob(channel, out var jobId) ? Job(jobId) : channel;

    public static bool IsUser(string channel, out string userId)
    {
        userId = channel.StartsWith(UserPrefix, StringComparison.Ordinal) ? channel[UserPrefix.Length..] : "";
        return userId.Length > 0;
    }
}
