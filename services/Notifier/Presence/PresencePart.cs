namespace Trawl.Notifier.Presence;

/// <summary>What one replica knows of a channel: who is subscribed to it there.</summary>
/// <param name="Replica">Whose part it is.</param>
/// <param name="Users">Distinct and sorted; of very many the first.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Ask">The sender does not know the others' parts.</param>
internal sealed record PresencePart(string Replica, string[] Users, int Total, bool Ask);

/// <summary>A replica lives, or is about to go.</summary>
internal sealed record PresenceSign(string Replica, bool Leaving);
