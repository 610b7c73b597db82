using Trawl.Api.Database;

namespace Trawl.Api.Results.Pages;

/// <summary>The documents as this transaction will leave them: what was read before it does not know what its own pages change.</summary>
internal sealed class DocumentsNow
{
    private readonly Dictionary<(Guid Source, Guid Url), Guid> _stored = [];
    private readonly Dictionary<(Guid Source, string Content), (Guid UrlKey, Original Document)> _contents = [];
    private readonly HashSet<Guid> _outdated = [];
    private readonly HashSet<Guid> _changed = [];
    private readonly List<(OpenPage Page, Guid Original)> _duplicates = [];

    /// <summary>Pages that were left to a document which then changed: their content would be nowhere.</summary>
    public IEnumerable<OpenPage> LeftAlone => _duplicates.Where(d => _changed.Contains(d.Original)).Select(d => d.Page);

    /// <summary>The document of another URL that has the page's content; null when it has it to itself.</summary>
    public Original? OriginalOf(OpenPage page)
    {
        var content = page.Outcome.Content;
        if (content.Length == 0 || content == page.StoredHash)
            return null;
        if (_contents.TryGetValue((page.Job.SourceId!.Value, content), out var here) && here.UrlKey != page.UrlKey)
            return here.Document;
        return page.Original is { } original && !_outdated.Contains(original.Id) ? original : null;
    }

    /// <summary>The page is stored. Two jobs of one source may bring it at once: then the first has done it.</summary>
    public void Store(OpenPage page)
    {
        var source = page.Job.SourceId!.Value;
        if (page.StoredId is { } before)
        {
            _outdated.Add(before);
            if (_duplicates.Exists(d => d.Original == before))
                _changed.Add(before);
        }

        if (!_stored.TryAdd((source, page.UrlKey), page.DocumentId!.Value))
            (page.DocumentId, page.Store, page.Unchanged) = (_stored[(source, page.UrlKey)], false, true);
        else if (page.Outcome.Content is { Length: > 0 } content)
            _contents.TryAdd((source, content), (page.UrlKey, new Original(page.DocumentId.Value, page.Url)));
    }

    /// <summary>The page is left to a document that has its content.</summary>
    public void Duplicate(OpenPage page, Original original)
    {
        page.DocumentId = original.Id;
        _duplicates.Add((page, original.Id));
        Miss(page);
    }

    /// <summary>Its document is on its way out: nobody's original any more.</summary>
    public void Miss(OpenPage page)
    {
        if (page.StoredId is not { } document)
            return;
        _outdated.Add(document);
        page.Missing = page.IsFirstLook;
    }
}
