using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

internal abstract partial class EngineConnection
{
    // While the transport changes, an empty poll waits a little for the change to be over, as it mostly is.
    private static readonly TimeSpan UpgradingPoll = TimeSpan.FromMilliseconds(100);

    private TaskCompletionSource<PollAnswer>? _poll;
    private int _posting;

    public async Task PollAsync(HttpContext http)
    {
        var poll = new TaskCompletionSource<PollAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Begin(poll, out var upgrading) is { } refused)
        {
            await refused.WriteAsync(http);
            return;
        }

        PollAnswer answer;
        await using (http.RequestAborted.UnsafeRegister(static state => ((EngineConnection)state!).End(PollOutcome.Refused), this))
        {
            if (upgrading && await Task.WhenAny(poll.Task, Task.Delay(UpgradingPoll, Core.Time)) != poll.Task)
                Release(poll, PollOutcome.Noop);
            answer = await poll.Task;
        }

        await AnswerAsync(http, answer);
    }

    public async Task PostAsync(HttpContext http)
    {
        if (_socket is not null)
        {
            await EngineError.BadRequest.WriteAsync(http);
            return;
        }

        // Binary packets come as base64; a body of bare bytes is an older protocol's.
        var binary = http.Request.ContentType?.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase) == true;
        if (binary || Interlocked.Exchange(ref _posting, 1) != 0)
        {
            End(PollOutcome.Close);
            await EngineError.BadRequest.WriteAsync(http);
            return;
        }

        try
        {
            if (await PostBody.ReadAsync(http, Settings.MaxPayload) is not { } body)
                await EngineError.TooLarge.WriteAsync(http);
            else if (ReceivePayload(body))
                await AnswerOkAsync(http);
            else
                await EngineError.BadRequest.WriteAsync(http);
        }
        catch (IOException) when (http.RequestAborted.IsCancellationRequested)
        {
            // It is gone; nobody is left to be answered.
        }
        finally
        {
            Volatile.Write(ref _posting, 0);
        }
    }

    private static Task AnswerOkAsync(HttpContext http)
    {
        http.Response.ContentType = "text/html";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync("ok", http.RequestAborted);
    }

    private EngineError? Begin(TaskCompletionSource<PollAnswer> poll, out bool upgrading)
    {
        lock (_gate)
        {
            upgrading = false;
            if (_ended && _server.TakeExpected(Sid))
            {
                // It had found its session just before its client's good-bye ended it.
                poll.SetResult(new PollAnswer(PollOutcome.Noop));
                return null;
            }

            if (_ended || _socket is not null)
                return EngineError.BadRequest;
            if (_poll is null)
            {
                if (_offered)
                {
                    Fill();
                    poll.SetResult(TakeBatch());
                }
                else
                {
                    (_poll, upgrading) = (poll, _probed);
                }

                return null;
            }
        }

        End(PollOutcome.Close); // two polls at once: somebody else may have the session's id
        return EngineError.BadRequest;
    }

    private void Release(TaskCompletionSource<PollAnswer> poll, PollOutcome outcome)
    {
        lock (_gate)
        {
            if (_poll != poll)
                return;
            _poll = null;
        }

        poll.TrySetResult(new PollAnswer(outcome));
    }

    private async Task AnswerAsync(HttpContext http, PollAnswer answer)
    {
        if (answer.Outcome == PollOutcome.Refused)
        {
            if (!http.RequestAborted.IsCancellationRequested)
                await EngineError.BadRequest.WriteAsync(http);
            return;
        }

        http.Response.ContentType = "text/plain; charset=UTF-8";
        http.Response.Headers.CacheControl = "no-store";
        if (answer.Outcome == PollOutcome.Packets)
            PollingPayload.Write(answer.Frames.AsSpan(0, answer.Length), http.Response.BodyWriter);
        else
            http.Response.BodyWriter.Write(answer.Outcome == PollOutcome.Noop ? "6"u8 : "1"u8);
        if (answer.Frames is not null)
            ArrayPool<byte>.Shared.Return(answer.Frames);
        await http.Response.BodyWriter.FlushAsync();
        if (http.RequestAborted.IsCancellationRequested || answer.Last)
            End(PollOutcome.Refused);
        else if (answer.Outcome == PollOutcome.Packets)
            OnDelivered();
    }

    // False when it is no payload; the session is over then.
    private bool ReceivePayload(ReadOnlySpan<byte> body)
    {
        lock (_inbound)
        {
            var more = true;
            while (more && !IsEnded)
            {
                var packet = PollingPayload.Next(ref body);
                more = body.Length > 0;
                if (packet.Length > 0 && packet[0] == (byte)'b' ? ReceiveBase64(packet[1..]) : Utf8.IsValid(packet) && ReceivePacket(packet))
                    continue;
                End(PollOutcome.Close);
                return false;
            }
        }

        return true;
    }

    private bool ReceiveBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out var read, out var length) != OperationStatus.Done || read != text.Length)
            return false;
        OnBinary(bytes.AsSpan(0, length));
        return true;
    }
}
