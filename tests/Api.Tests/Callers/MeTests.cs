using System.Net;
using System.Text.Json;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Callers;

[Collection(RestCollection.Name)]
public sealed class MeTests(RestHost believing, TokenRestHost proving) : IClassFixture<TokenRestHost>
{
    [Fact]
    public async Task A_caller_who_is_believed_is_who_it_says()
    {
        var user = believing.NewUser();
        var me = (await user.GetAsync("/api/me")).Json;
        Assert.Equal((user.UserId, false, "development"), Of(me));
        Assert.Equal(JsonValueKind.Null, me.GetProperty("expiresAt").ValueKind);
        Assert.Equal(("root", true, "development"), Of((await believing.AdminAs("root").GetAsync("/api/me")).Json));
    }

    [Fact]
    public async Task A_caller_who_proves_it_is_whom_the_token_names_and_until_when()
    {
        var user = proving.NewUser();
        var me = (await user.GetAsync("/api/me")).Json;
        Assert.Equal((user.UserId, false, "jwt"), Of(me));
        Assert.True(me.GetProperty("expiresAt").GetDateTime() > DateTime.UnixEpoch);
        var nobody = new RestClient(new HttpClient { BaseAddress = user.Address }, "");
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/me")).Status);
    }

    private static (string?, bool, string?) Of(JsonElement me) =>
        (me.GetProperty("userId").GetString(), me.GetProperty("isAdmin").GetBoolean(), me.GetProperty("mode").GetString());
}
