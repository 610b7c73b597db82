using System.Globalization;
using System.Text.Json;

namespace Trawl.Clients.Tests.SocketIo;

/// <summary>Section 7's payloads, field by field.</summary>
internal static class SocketIoFields
{
    private static readonly string[] Prompts = ["total", "completed", "processing", "pending", "failed"];

    public static void Connected(JsonElement e)
    {
        Assert.NotEqual("", Text(e, "socketId"));
        Time(e);
    }

    public static void Subscribed(JsonElement e, string id)
    {
        Session(e, id);
        Time(e);
    }

    public static void Progress(JsonElement e, string id, string status, double progress, int[] prompts)
    {
        Session(e, id);
        Assert.Equal(status, Text(e, "status"));
        Assert.Equal(progress, e.GetProperty("progress").GetDouble());
        Assert.Equal(JsonValueKind.String, e.GetProperty("message").ValueKind);
        Assert.Equal(prompts, Prompts.Select(name => e.GetProperty("prompts").GetProperty(name).GetInt32()));
        Assert.False(e.GetProperty("hasClarifications").GetBoolean());
        Assert.Equal(0, e.GetProperty("clarificationCount").GetInt32());
        Assert.False(e.GetProperty("hasResult").GetBoolean());
        Time(e);
    }

    public static void JobProgress(JsonElement e, string id, string status, double progress)
    {
        Assert.Equal(id, Text(e, "jobId"));
        Assert.Equal(status, Text(e, "status"));
        Assert.Equal(progress, e.GetProperty("progress").GetDouble());
        Assert.Equal(JsonValueKind.String, e.GetProperty("message").ValueKind);
        Time(e);
    }

    public static void ModelResult(JsonElement e, string id, string status, int duration, string? result, string? error)
    {
        Assert.Equal(id, Text(e, "sessionId"));
        Assert.NotEqual("", Text(e, "modelName"));
        Assert.Equal("ollama", Text(e, "provider"));
        Assert.Equal(status, Text(e, "status"));
        Assert.Equal(duration, e.GetProperty("duration").GetInt32());
        Assert.Equal(result, Text(e, "result"));
        Assert.Equal(error, e.TryGetProperty("error", out var said) ? said.GetString() : null);
        Time(e);
    }

    public static void Completed(JsonElement e, string id, bool sessionId)
    {
        Job(e, id, sessionId);
        Assert.Equal("COMPLETED", Text(e, "status"));
        Assert.Equal(42, e.GetProperty("result").GetProperty("answer").GetInt32());
        Time(e);
    }

    public static void Error(JsonElement e, string id, string error, bool sessionId)
    {
        Job(e, id, sessionId);
        Assert.Equal("FAILED", Text(e, "status"));
        Assert.Equal(error, Text(e, "error"));
        Time(e);
    }

    /// <summary>ISO 8601 in UTC.</summary>
    public static void Time(JsonElement e)
    {
        var text = Text(e, "timestamp")!;
        Assert.EndsWith("Z", text, StringComparison.Ordinal);
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private static void Job(JsonElement e, string id, bool sessionId)
    {
        if (sessionId)
            Session(e, id);
        else
            Assert.Equal(id, Text(e, "jobId"));
    }

    private static void Session(JsonElement e, string id)
    {
        Assert.Equal(id, Text(e, "sessionId"));
        Assert.Equal(id, Text(e, "jobId"));
    }

    private static string? Text(JsonElement e, string name) => e.GetProperty(name).GetString();
}
