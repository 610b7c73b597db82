namespace Trawl.Embedder.Models;

/// <summary>A model cannot do this and will not when asked again. The message is one sentence for the job's owner.</summary>
internal sealed class ModelException(string message) : Exception(message);
