namespace Trawl.AllInOne.Data;

/// <summary>The data directory cannot be used; the message is a sentence that says why and what to do.</summary>
internal sealed class DataDirectoryException(string message) : Exception(message);
