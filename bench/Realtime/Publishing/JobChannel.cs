using System.Globalization;

namespace Trawl.Realtime.Publishing;

/// <summary>A job's channel, and how far its numbering is.</summary>
internal sealed class JobChannel(Guid job, long seq, long version)
{
    public Guid Job { get; } = job;
    public string Name { get; } = $"job:{job:D}";
    public long Seq { get; set; } = seq;
    public long Version { get; set; } = version;

    /// <summary>Channels of jobs that are only a name: for servers that ask nobody.</summary>
    public static IReadOnlyList<JobChannel> Make(int count) => [.. Enumerable.Range(0, count).Select(_ => new JobChannel(Guid.CreateVersion7(), 0, 1))];

    /// <summary>A line for <see cref="ReadFile"/>.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Name} {Seq} {Version}");

    /// <summary>Reads <see cref="Line"/>s.</summary>
    public static List<JobChannel> ReadFile(string path) => [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Read)];

    private static JobChannel Read(string line)
    {
        var words = line.Split(' ');
        return new JobChannel(
            Guid.Parse(words[0].AsSpan("job:".Length)), long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
    }
}
