namespace Trawl.Embedder.EmbedDocuments.Chunking;

/// <summary>A chunk before it is embedded: the stretch of the document that begins at <paramref name="Start"/>.</summary>
internal readonly record struct Passage(string Heading, string Text, int Tokens, int Start);
