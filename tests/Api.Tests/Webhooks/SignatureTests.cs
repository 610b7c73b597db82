using System.Diagnostics;
using System.Globalization;
using Trawl.Api.Webhooks;

namespace Trawl.Api.Tests.Webhooks;

public sealed class SignatureTests
{
    [Fact]
    public void A_signature_is_the_one_that_the_reference_implementation_makes() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        StandardWebhook.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));

    [Fact]
    public void A_secret_is_32_random_bytes()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => StandardWebhook.NewSecret()).ToHashSet();
        Assert.Equal(100, secrets.Count);
        Assert.All(secrets, secret => Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length));
    }

    [Fact]
    public async Task What_arrives_is_signed_and_openssl_agrees()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await host.SayAsync();
        var received = (await receiver.ReceiveAsync(1))[0];
        var timestamp = received.Headers["webhook-timestamp"];
        Assert.InRange(long.Parse(timestamp, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.DoesNotContain('.', received.Id);
        Assert.Equal($"v1,{await OpensslAsync(hook.Secret, $"{received.Id}.{timestamp}.{received.Body}")}", received.Headers["webhook-signature"]);
    }

    // Nothing of ours: what a receiver written in a shell would do.
    private static async Task<string> OpensslAsync(string secret, string signed)
    {
        var key = Convert.ToHexString(Convert.FromBase64String(secret["whsec_".Length..]));
        using var process = Process.Start(new ProcessStartInfo("openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", $"hexkey:{key}", "-binary"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        await using (var input = new StreamWriter(process.StandardInput.BaseStream))
            await input.WriteAsync(signed);
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return Convert.ToBase64String(output.ToArray());
    }
}
