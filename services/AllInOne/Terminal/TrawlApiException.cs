namespace Trawl.AllInOne.Terminal;

/// <summary>The server refused; the message is its reason, for the terminal.</summary>
internal sealed class TrawlApiException(string message) : Exception(message);
