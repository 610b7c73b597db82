using System.Buffers;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>The body of a request, up to a limit, announced or not.</summary>
internal static class PostBody
{
    /// <summary>Null when it is longer than <paramref name="most"/> bytes.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext http, int most)
    {
        if (http.Request.ContentLength > most)
            return null;
        var body = http.Request.BodyReader;
        while (true)
        {
            var result = await body.ReadAsync(http.RequestAborted);
            if (result.Buffer.Length > most)
            {
                body.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                body.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
