namespace Trawl.Crawler.Extraction;

/// <summary>A page whose tags would take the parser too long to sort out.</summary>
internal sealed class TangledPageException() : Exception("The page's tags are too tangled to be read.");
