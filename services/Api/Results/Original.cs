namespace Trawl.Api.Results;

/// <summary>The document that has a content already.</summary>
internal sealed record Original(Guid Id, string Url);
