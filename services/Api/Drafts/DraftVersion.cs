using Microsoft.Net.Http.Headers;
using Trawl.Api.Database;

namespace Trawl.Api.Drafts;

/// <summary>Which version of a draft a request was made for: its <c>If-Match</c>.</summary>
internal sealed class DraftVersion
{
    private readonly IList<EntityTagHeaderValue> _wanted;

    private DraftVersion(IList<EntityTagHeaderValue> wanted) => _wanted = wanted;

    public static EntityTagHeaderValue TagOf(int version) => new($"\"{version}\"");

    public static DraftVersion Of(Draft draft) => new([TagOf(draft.Version)]);

    /// <summary>Where it is not needed, a request without it is meant for any version.</summary>
    public static (DraftVersion? Version, IResult? Problem) Read(HttpRequest request, bool isNeeded)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return isNeeded
                ? (null, Problems.Of(StatusCodes.Status428PreconditionRequired, "precondition_required", "Say by If-Match which version you change."))
                : (new DraftVersion([EntityTagHeaderValue.Any]), null);
        if (EntityTagHeaderValue.TryParseStrictList(header, out var tags))
            return (new DraftVersion(tags), null);
        var faults = new Faults();
        faults.Add("If-Match", "Must be an entity tag, as \"3\".");
        return (null, faults.ToProblem());
    }

    /// <summary>A weak tag matches nothing.</summary>
    public bool Matches(Draft draft) =>
        _wanted.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(TagOf(draft.Version), useStrongComparison: true));
}
