using System.Globalization;
using System.Text.Json;

namespace Trawl.Api.Search;

/// <summary>Reads and checks a search, from a query string or a body, in the same words.</summary>
internal static class SearchInput
{
    private static readonly Dictionary<string, SearchMode> Modes =
        Enum.GetValues<SearchMode>().ToDictionary(mode => JsonNamingPolicy.CamelCase.ConvertName(mode.ToString()), StringComparer.Ordinal);

    private static readonly HashSet<string> Known = ["q", "sourceId", "model", "mode", "limit"];

    public static SearchRequest Read(IQueryCollection query, Faults faults)
    {
        foreach (var name in query.Keys.Where(name => !Known.Contains(name)))
            faults.Add(name, "There is no such field.");
        foreach (var (name, values) in query.Where(field => Known.Contains(field.Key) && field.Value.Count > 1))
            faults.Add(name, $"Is given {values.Count} times.");

        var body = new SearchBody { Q = query["q"].ToString(), SourceId = query["sourceId"], Model = query["model"] };
        if (query.TryGetValue("mode", out var mode))
        {
            if (Modes.TryGetValue(mode.ToString(), out var known))
                body = body with { Mode = known };
            else
                faults.Add("mode", $"Must be one of {string.Join(", ", Modes.Keys)}.");
        }

        if (query.TryGetValue("limit", out var text))
            body = body with { Limit = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0 };
        return Check(body, faults);
    }

    public static SearchRequest Check(SearchBody body, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(body.Q))
            faults.Add("q", "Must not be empty.");
        else if (body.Q.Length > SearchRequest.MaxQueryLength)
            faults.Add("q", $"Must not be longer than {SearchRequest.MaxQueryLength} characters.");
        else if (!IsText(body.Q))
            faults.Add("q", "Must be text without U+0000.");
        if (body.Limit is < 1 or > SearchRequest.MaxLimit)
            faults.Add("limit", $"Must be a whole number from 1 to {SearchRequest.MaxLimit}.");
        if (body.Model is { } model && (model.Length is 0 or > 100 || !IsText(model)))
            faults.Add("model", "Must be the name of a model.");
        Guid? sourceId = null;
        if (body.SourceId is not null && Guid.TryParse(body.SourceId, out var id))
            sourceId = id;
        else if (body.SourceId is not null)
            faults.Add("sourceId", "Must be a UUID.");
        return new SearchRequest(body.Q.Trim(), sourceId, body.Model, body.Mode, body.Limit);
    }

    /// <summary>The database takes neither U+0000 nor half a surrogate pair.</summary>
    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++)))
                return false;
        }

        return true;
    }
}
