using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Trawl.ServiceDefaults;
using Trawl.Web.Connecting;

namespace Trawl.Api.Webhooks.Delivering;

/// <summary>Posts one event, once: no redirect is followed, and of the answer only the beginning is read.</summary>
/// <param name="handler">Guards whom is spoken to.</param>
internal sealed class WebhookSender(HttpMessageHandler handler, WebhooksOptions options, bool allowHttp, TimeProvider time) : IDisposable
{
    public const int MaxAnswerBytes = 1024;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpMessageInvoker _http = new(handler);

    /// <summary>Never throws for what a receiver or the network does.</summary>
    public async Task<AttemptOutcome> SendAsync(DueDelivery delivery)
    {
        // It was judged when the webhook was made; the operator may have changed their mind since.
        if (!allowHttp && !delivery.Url.StartsWith("https://", StringComparison.Ordinal))
            return new(null, "Only https is allowed.");
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        try
        {
            using var request = Request(delivery);
            using var response = await _http.SendAsync(request, deadline.Token);
            var outcome = new AttemptOutcome((int)response.StatusCode);
            return outcome.IsDelivered
                ? outcome
                : outcome with { Error = await BeginningAsync(response, deadline.Token), RetryAfter = WaitOf(response.Headers.RetryAfter) };
        }
        catch (Exception exception) when (Reason(exception) is { } reason)
        {
            return new(null, reason);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(DueDelivery delivery)
    {
        var id = delivery.Id.ToString();
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", $"Trawl/{ServiceInstance.Version}");
        request.Headers.TryAddWithoutValidation(StandardWebhook.IdHeader, id);
        request.Headers.TryAddWithoutValidation(StandardWebhook.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(StandardWebhook.SignatureHeader, StandardWebhook.Sign(delivery.Secret, id, timestamp, body));
        return request;
    }

    private async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = new byte[MaxAnswerBytes];
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return length == 0 ? null : StoredText.Of(Encoding.UTF8.GetString(bytes.AsSpan(0, length)));
        }
        catch (Exception exception) when (Reason(exception) is { } reason)
        {
            // The status has been said, and that is what counts.
            return reason;
        }
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    /// <summary>Null for what is no fault of the network, and so one of ours.</summary>
    private string? Reason(Exception exception)
    {
        // What the connect callback threw is somewhere inside. Its address is not told: who asks might be looking for it.
        for (var inner = exception; inner is not null; inner = inner.InnerException)
            if (inner is AddressRefusedException)
                return "The host has no address of the public internet.";
        return exception switch
        {
            OperationCanceledException => $"No answer within {options.Timeout.TotalSeconds:0.#} s.",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "The host's name does not resolve.",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The host's certificate or TLS was refused.",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "The host takes no connection.",
            HttpRequestException or IOException => "The connection broke or the answer was no HTTP.",
            _ => null,
        };
    }
}
