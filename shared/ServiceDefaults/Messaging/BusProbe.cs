using MassTransit;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>A message to nobody: that the broker confirms it shows that the bus can still publish.</summary>
[MessageUrn("bus-probe:v1")]
[EntityName("trawl.bus-probe")]
public sealed record BusProbe;
