using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.Work.CustomJobs;

/// <summary>Posts until the server has answered: what passes (no connection, 408, 429, 5xx) is tried again, ever more slowly, but when the server says when.</summary>
internal sealed class ReportClient(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <param name="Status">The first answer that is not to be tried again.</param>
    /// <param name="Body">Its JSON; null when it has none.</param>
    /// <param name="MayBeRepeated">Whether an earlier try may have arrived, though its answer did not.</param>
    public readonly record struct Answer(HttpStatusCode Status, JsonElement? Body, bool MayBeRepeated)
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;

        /// <summary>What a problem says in words.</summary>
        public string Said =>
            Body is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String
                ? detail.GetString()!
                : Body?.GetRawText() ?? $"The server answered {(int)Status}.";
    }

    public async Task<Answer> PostAsync(string path, object body, string? token, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web);
        var mayBeRepeated = false;
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            var pause = wait * (0.5 + (Random.Shared.NextDouble() / 2));
            try
            {
                using var request = Request(path, json, token, idempotencyKey);
                using var response = await http.SendAsync(request, cancellationToken);
                if (!IsPassing(response.StatusCode))
                    return new Answer(response.StatusCode, await ReadAsync(response, cancellationToken), mayBeRepeated);
                mayBeRepeated |= (int)response.StatusCode >= 500;
                pause = RetryAfter(response.Headers.RetryAfter) ?? pause;
            }
            catch (Exception exception) when (
                exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Nobody answered, or not in the client's time.
                mayBeRepeated = true;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private static HttpRequestMessage Request(string path, byte[] json, string? token, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    }

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (JsonException)
        {
            // Something on the way answered in the server's stead, or it had nothing to say: the status says enough.
            return null;
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? header?.Date - time.GetUtcNow()) is { } asked && asked > TimeSpan.Zero ? asked : null;
}
