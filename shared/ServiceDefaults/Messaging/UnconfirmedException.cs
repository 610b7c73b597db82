namespace Trawl.ServiceDefaults.Messaging;

/// <summary>The broker did not confirm in time. Trying again on the same connection is of no use: the broker redelivers on the next.</summary>
public sealed class UnconfirmedException() : Exception("The broker did not confirm in time.");
