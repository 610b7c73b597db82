using System.Text.Json;

namespace Trawl.AllInOne.Data;

/// <summary><c>instance.json</c>: where the process that holds a data directory serves. Only true while the lock is held.</summary>
internal sealed record Instance(string Url, int ProcessId)
{
    public static Instance? Read(string dataDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize<Instance>(File.ReadAllText(PathIn(dataDirectory)), JsonSerializerOptions.Web);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            // Not there, not ours, or just being written: the caller can do without.
            return null;
        }
    }

    public void Write(string dataDirectory)
    {
        // Whole or not at all for whoever reads it meanwhile.
        var unfinished = PathIn(dataDirectory) + ".new";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(this, JsonSerializerOptions.Web));
        File.Move(unfinished, PathIn(dataDirectory), overwrite: true);
    }

    public static void Forget(string dataDirectory) => File.Delete(PathIn(dataDirectory));

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "instance.json");
}
