namespace Trawl.Api.Results.Pages;

/// <summary>The document that has a content already.</summary>
internal sealed record Original(Guid Id, string Url);
