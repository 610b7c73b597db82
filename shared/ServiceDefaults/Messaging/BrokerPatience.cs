using MassTransit;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>
/// How long a consumer waits for the broker to confirm what it sends: as long as the connection lives that brought its message,
/// and no longer than 15 s. It must not be for ever: a publish without a limit ends only when its channel is told of the
/// connection's end, and that may be after this consumer's.
/// </summary>
public static class BrokerPatience
{
    // Longer than a broker takes to come up: a call that is cancelled in the midst of a declaration leaves its channel unusable.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Sends, and waits for the broker to have it, within 15 s.</summary>
    /// <param name="context">The message that is being consumed.</param>
    /// <param name="send">Gets the token that ends the wait.</param>
    /// <param name="cancellationToken">Gives up earlier.</param>
    /// <exception cref="UnconfirmedException">The broker did not confirm in time: let the message be redelivered.</exception>
    /// <exception cref="OperationCanceledException">The connection is gone, and the message will be redelivered.</exception>
    public static async Task ConfirmedAsync(this ConsumeContext context, Func<CancellationToken, Task> send, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(send);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, cancellationToken);
        patience.CancelAfter(Limit);
        try
        {
            await send(patience.Token);
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            // Said in this way, the transport leaves the message to the broker; any other it would report, and move to the errors.
            throw new OperationCanceledException(context.CancellationToken);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new UnconfirmedException();
        }
    }

    /// <summary>Answers a request; <c>RespondAsync</c> takes no token.</summary>
    /// <param name="context">The request's.</param>
    /// <param name="answer">The answer.</param>
    /// <exception cref="UnconfirmedException">As in <see cref="ConfirmedAsync"/>.</exception>
    public static async Task RespondConfirmedAsync<T>(this ConsumeContext context, T answer)
        where T : class
    {
        var endpoint = await context.GetResponseEndpoint<T>();
        await context.ConfirmedAsync(token => endpoint.Send(answer, token));
    }

    /// <summary>
    /// Publishes from outside a consumer and waits so long for the broker to have it. What takes longer is left to itself, not
    /// cancelled: a declaration cut off midway leaves the bus's channel unusable until the process ends.
    /// </summary>
    /// <param name="bus">The bus.</param>
    /// <param name="message">A contract.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It was not confirmed in time, and may or may not be yet.</exception>
    public static async Task PublishWithinAsync(this IBus bus, object message, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bus);
        await bus.Publish(message, CancellationToken.None).WaitAsync(limit, cancellationToken);
    }
}
