using System.ComponentModel.DataAnnotations;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Comments;

public sealed record CommentView(Guid Id, Guid JobId, string UserId, string Text, DateTime CreatedAt)
{
    public static CommentView Of(Comment comment) => new(comment.Id, comment.JobId, comment.UserId, comment.Text, comment.CreatedAt.UtcDateTime);
}

public sealed record CommentRequest
{
    /// <summary>It is told to every watcher, so it is no place for documents.</summary>
    public const int MaxText = 4000;

    [Required, MaxLength(MaxText)]
    public string Text { get; init; } = "";
}
