namespace Trawl.Pipeline.Tests.Contract;

/// <summary>A row of the contract and the proof that it holds.</summary>
/// <param name="Operations">The operations that the proof uses, as OpenAPI names them: method and path.</param>
/// <param name="Proof">Uses and judges them.</param>
public sealed record Row(string[] Operations, Func<Scene, Task> Proof);
