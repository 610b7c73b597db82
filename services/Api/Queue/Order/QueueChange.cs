using System.Globalization;
using Trawl.Api.Database;

namespace Trawl.Api.Queue.Order;

/// <summary>A job came into the queue, moved in it, or left it; as text, what replicas tell each other.</summary>
/// <param name="Id">The job.</param>
/// <param name="Version">The job's, after the change: of two changes the greater is the later.</param>
/// <param name="Key">Where it stands now; null when it is not queued any more.</param>
/// <param name="Since">When it began to wait.</param>
/// <param name="Waited">How long it had waited when it began; null when it is queued, and when it left the queue otherwise.</param>
internal readonly record struct QueueChange(Guid Id, long Version, QueueKey? Key, DateTimeOffset Since = default, TimeSpan? Waited = null)
{
    public static QueueChange Of(Job job) => job.Status switch
    {
        JobStatus.Queued => new(job.Id, job.Version, QueueKey.Of(job), job.QueuedAt),
        JobStatus.Running => new(job.Id, job.Version, null, Waited: job.StartedAt - job.QueuedAt),
        _ => new(job.Id, job.Version, null),
    };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Id:N} {Version}") + (Key, Waited) switch
        {
            ({ } key, _) => string.Create(CultureInfo.InvariantCulture, $" {(int)key.Lane} {key.Turn} {Since.UtcTicks}"),
            (_, { } waited) => string.Create(CultureInfo.InvariantCulture, $" {waited.Ticks}"),
            _ => "",
        };

    public static QueueChange Parse(string text)
    {
        var parts = text.Split(' ');
        var id = Guid.ParseExact(parts[0], "N");
        return parts.Length switch
        {
            2 => new(id, Number(1), null),
            3 => new(id, Number(1), null, Waited: TimeSpan.FromTicks(Number(2))),
            _ => new(id, Number(1), new QueueKey((JobPriority)Number(2), Number(3), id), new DateTimeOffset(Number(4), TimeSpan.Zero)),
        };

        long Number(int part) => long.Parse(parts[part], CultureInfo.InvariantCulture);
    }
}
