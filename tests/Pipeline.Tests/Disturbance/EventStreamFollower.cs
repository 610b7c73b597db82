using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary><c>/events</c>, as a browser's EventSource resumes it: the id of the last event in <c>Last-Event-ID</c>.</summary>
public sealed class EventStreamFollower : IFollower
{
    public string Name => "Server-Sent Events";

    public async IAsyncEnumerable<Heard> FollowAsync(Place place, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = place.Server };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events?{place.Query}&after=0");
        if (after > 0)
            request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            yield return new Heard(Heard.Ended); // a browser would not come back
            yield break;
        }

        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        string? id = null, data = null;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            if (line.Length > 0 || data is null)
                continue;
            if (Heard.Of(JsonElement.Parse(data)) is { } heard)
            {
                if (heard.Seq > 0)
                    Assert.Equal(heard.Seq.ToString(CultureInfo.InvariantCulture), id);
                yield return heard;
            }

            data = null;
        }
    }
}
