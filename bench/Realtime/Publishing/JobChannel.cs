namespace Trawl.Realtime.Publishing;

/// <summary>A job's channel, and how far its numbering is.</summary>
internal sealed class JobChannel(Guid job, long seq, long version)
{
    public Guid Job { get; } = job;
    public string Name { get; } = $"job:{job:D}";
    public long Seq { get; set; } = seq;
    public long Version { get; set; } = version;

    /// <summary>Reads names, one a line, of jobs that nobody has told of anything yet.</summary>
    public static List<JobChannel> ReadFile(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => new JobChannel(Guid.Parse(line.AsSpan("job:".Length)), 0, 1))];
}
