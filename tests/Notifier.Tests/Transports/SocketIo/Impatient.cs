namespace Trawl.Notifier.Tests.Transports.SocketIo;

/// <summary>Servers that give a client half a second or little more to answer a ping: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Impatient
{
    public const string Name = "impatient servers";
}
