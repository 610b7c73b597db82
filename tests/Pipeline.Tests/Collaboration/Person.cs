using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Collaboration;

/// <summary>Somebody with a browser: REST as this user.</summary>
internal sealed class Person : IDisposable
{
    private readonly HttpClient _http;

    public Person(Uri api, string id, bool isAdmin = false)
    {
        (Id, IsAdmin) = (id, isAdmin);
        _http = new HttpClient { BaseAddress = api, DefaultRequestHeaders = { { "X-User-Id", id } } };
        if (isAdmin)
            _http.DefaultRequestHeaders.Add("X-User-Role", "admin");
    }

    public string Id { get; }

    public bool IsAdmin { get; }

    public Task<JsonElement> GetAsync(string path) => DoneAsync(HttpMethod.Get, path);

    public Task<JsonElement> PostAsync(string path, object? body = null, int? version = null) => DoneAsync(HttpMethod.Post, path, body, version);

    public Task<JsonElement> PatchAsync(string path, object body, int version) => DoneAsync(HttpMethod.Patch, path, body, version);

    /// <summary>What is refused, with its problem.</summary>
    public async Task<JsonElement> RefusedAsync(HttpStatusCode status, HttpMethod method, string path, object? body = null, int? version = null)
    {
        var (answered, json, text) = await SendAsync(method, path, body, version);
        Assert.True(answered == status, $"{method} {path}: {(int)answered}: {text}");
        return json;
    }

    private async Task<JsonElement> DoneAsync(HttpMethod method, string path, object? body = null, int? version = null)
    {
        var (status, json, text) = await SendAsync(method, path, body, version);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path}: {(int)status}: {text}");
        return json;
    }

    private async Task<(HttpStatusCode Status, JsonElement Json, string Text)> SendAsync(HttpMethod method, string path, object? body, int? version)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (version is not null)
            request.Headers.Add("If-Match", $"\"{version}\"");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text), text);
    }

    public void Dispose() => _http.Dispose();
}
