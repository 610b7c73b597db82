namespace Trawl.ServiceDefaults.Events;

/// <summary>An event on its way.</summary>
/// <param name="Channel"><c>job:{id}</c>, <c>user:{id}</c> or <c>system</c>; decides the shard.</param>
/// <param name="Body">The event as UTF-8 JSON, exactly as a WebSocket client will see it. Not changed after it was handed over.</param>
public readonly record struct EventMessage(string Channel, ReadOnlyMemory<byte> Body);
