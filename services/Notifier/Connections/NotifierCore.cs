using Trawl.Notifier.Channels;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Connections;

/// <summary>What every connection works with, whatever its transport.</summary>
internal sealed record NotifierCore(
    NotifierOptions Options, IAuthenticator Callers, ChannelRegistry Channels, ConnectionRegistry Connections, WriteScheduler Writes, IEventPublisher Publisher, TimeProvider Time,
    ILogger<Connection> Logger);
