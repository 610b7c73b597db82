using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Contract;

/// <summary>One user's REST: whatever is answered, a refusal included.</summary>
public sealed class Rest(Uri address, string user)
{
    private static readonly HttpClient Http = new();

    public string User => user;

    public Task<RestAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<RestAnswer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync("POST", path, body, headers);

    public Task<RestAnswer> PatchAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync("PATCH", path, body, headers);

    public Task<RestAnswer> DeleteAsync(string path) => SendAsync("DELETE", path, null);

    public async Task<RestAnswer> SendAsync(string method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, path));
        request.Headers.Add("X-User-Id", user);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new RestAnswer((int)response.StatusCode, text, response.Headers.ETag?.ToString(), response.Headers.Location?.ToString());
    }
}

/// <summary>What came back.</summary>
public sealed record RestAnswer(int Status, string Text, string? ETag, string? Location)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The items of a list.</summary>
    public JsonElement[] Items => [.. Json.GetProperty("items").EnumerateArray()];

    /// <summary>The code of a problem.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The same, when it is the status that the contract names.</summary>
    public RestAnswer Is(int status)
    {
        Assert.True(Status == status, $"{Status}, not {status}: {Text}");
        return this;
    }

    /// <summary>A refusal as RFC 9457 has it.</summary>
    public void IsProblem(int status, string code)
    {
        Is(status);
        Assert.Equal((status, code), (Json.GetProperty("status").GetInt32(), Code));
    }
}
