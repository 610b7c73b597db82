using Trawl.Web.Connecting;

namespace Trawl.Api.Webhooks.Delivering;

internal sealed record ConnectRules(bool AllowPrivateNetworks, TimeSpan ConnectTimeout) : IConnectRules;
