namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>A job's status, or the event that ends it, in the words of Socket.IO's clients.</summary>
internal static class JobStatusWords
{
    public static string Of(string? status) => status switch
    {
        "running" or "cancelling" => "PROCESSING",
        "completed" => "COMPLETED",
        "failed" or "cancelled" => "FAILED",
        "expired" => "EXPIRED",
        _ => "ACTIVE",
    };

    /// <summary>What is wrong with a job that did not complete, when it does not say so itself.</summary>
    public static string ErrorOf(string status) => status switch
    {
        "cancelled" => "The job was cancelled.",
        "expired" => "The job expired before it was done.",
        _ => "The job failed.",
    };
}
