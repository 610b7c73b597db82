using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.SignalR;

/// <summary><c>/hubs/jobs</c>: what a client may call.</summary>
internal sealed class JobsHub : Hub
{
    private HubConnection Connection => Context.Features.Get<HubConnection>() ?? throw new InvalidOperationException("Connected without a lifetime manager.");

    /// <summary>Answers how the channel stands; its events follow that answer.</summary>
    public async Task<HubSubscribed> Subscribe(string channel, long? after = null)
    {
        Check();
        var answer = await Connection.SubscribeAsync(channel, after);
        if (answer.Error is { } error)
            throw Fault(error);
        return new HubSubscribed(answer);
    }

    /// <summary>When it returns, nothing of the channel comes any more.</summary>
    public async Task Unsubscribe(string channel)
    {
        Check();
        if (!Connection.Unsubscribe(channel, reason: null))
            throw Fault(ClientError.Invalid("Not subscribed.", channel));
        await Connection.FlushedAsync();
    }

    /// <summary>Tells the others where this user's cursor is: <c>{ target, position }</c>.</summary>
    public void Move(string channel, JsonElement cursor)
    {
        Check();
        if (Connection.Move(channel, cursor) is { } error)
            throw Fault(error);
    }

    /// <summary>Says anew who this is, before or shortly after what said it has ended.</summary>
    public async Task<HubAuthenticated> Authenticate(string token)
    {
        if (!Connection.MayReceive())
            throw Fault(ClientError.RateLimited("Too many calls."));
        if (await Connection.RenewAsync(token) is { } error)
            throw Fault(error);
        return new HubAuthenticated(Connection.Caller.UserId, Connection.Caller.Credential?.ExpiresAt);
    }

    private void Check()
    {
        if (!Connection.MayReceive())
            throw Fault(ClientError.RateLimited("Too many calls."));
        if (Connection.HasLapsed)
            throw Fault(ClientError.Unauthorized());
    }

    private static HubException Fault(ClientError error) => new($"{error.Code}: {error.Message}");
}
