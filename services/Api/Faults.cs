using Microsoft.AspNetCore.Http.HttpResults;

namespace Trawl.Api;

/// <summary>What is wrong with a request, by the path of the field: all of it, not only what was found first.</summary>
internal sealed class Faults
{
    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);
    private bool _otherThanUrls;

    public bool Any => _byField.Count > 0;

    public void Add(string field, string message)
    {
        _otherThanUrls = true;
        Note(field, message);
    }

    /// <summary>A URL that is well-formed but must be neither crawled nor called.</summary>
    public void AddForbiddenUrl(string field, string message) => Note(field, message);

    public ProblemHttpResult ToProblem()
    {
        var errors = _byField.ToDictionary(fault => fault.Key, fault => fault.Value.ToArray(), StringComparer.Ordinal);
        return _otherThanUrls
            ? Problems.Of(StatusCodes.Status400BadRequest, "validation_failed", "The request is not valid.", errors: errors)
            : Problems.Of(StatusCodes.Status400BadRequest, "url_not_allowed", "This URL must not be used.", errors: errors);
    }

    private void Note(string field, string message)
    {
        if (!_byField.TryGetValue(field, out var messages))
            _byField[field] = messages = [];
        messages.Add(message);
    }
}
