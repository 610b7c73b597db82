namespace Trawl.Notifier.Tests.Presence;

/// <summary>One after another: on one broker a question for one test's log would be answered from the other's.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBroker
{
    public const string Name = "one broker";
}
