using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>REST: <c>/api/jobs/{id}/events?after=…&amp;wait=…</c>, of the Api. Only of jobs.</summary>
public sealed class LongPollFollower : IFollower
{
    public string Name => "long poll";

    public async IAsyncEnumerable<Heard> FollowAsync(Place place, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = place.Server, DefaultRequestHeaders = { { "X-User-Id", place.User } } };
        var ended = false;
        while (!ended)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/jobs/{place.Channel[4..]}/events?after={after}&wait=5");
            var page = JsonElement.Parse(await http.GetStringAsync(path, cancellationToken));
            foreach (var e in page.GetProperty("events").EnumerateArray())
                yield return Heard.Of(e)!.Value;
            after = page.GetProperty("seq").GetInt64();
            var job = page.GetProperty("job");
            yield return Heard.FromSnapshot(job);
            ended = job.GetProperty("status").GetString() is "completed" or "failed" or "cancelled" or "expired" && after == job.GetProperty("seq").GetInt64();
        }

        yield return new Heard(Heard.Ended);
    }
}
