using System.Text;
using Trawl.Notifier.Transports.SocketIo.Packets;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Packets;

public sealed class PacketTests
{
    [Theory]
    [InlineData("0", PacketType.Connect, "/", null, "", "")]
    [InlineData("0{\"token\":\"1\"}", PacketType.Connect, "/", null, "{\"token\":\"1\"}", "")]
    [InlineData("0/custom", PacketType.Connect, "/custom", null, "", "")]
    [InlineData("0/custom,", PacketType.Connect, "/custom", null, "", "")]
    [InlineData("0/custom,{}", PacketType.Connect, "/custom", null, "{}", "")]
    [InlineData("1", PacketType.Disconnect, "/", null, "", "")]
    [InlineData("1/custom,", PacketType.Disconnect, "/custom", null, "", "")]
    [InlineData("2[\"a\"]", PacketType.Event, "/", null, "[\"a\"]", "a")]
    [InlineData("2[\"a\",1,{\"b\":[true]}]", PacketType.Event, "/", null, "[\"a\",1,{\"b\":[true]}]", "a")]
    [InlineData("212[\"\\u00e9\"]", PacketType.Event, "/", 12L, "[\"\\u00e9\"]", "é")]
    [InlineData("2/custom,7[\"a\"]", PacketType.Event, "/custom", 7L, "[\"a\"]", "a")]
    [InlineData("37[1]", PacketType.Ack, "/", 7L, "[1]", "")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":0}]", PacketType.BinaryEvent, "/", null, "[\"a\",{\"_placeholder\":true,\"num\":0}]", "a")]
    [InlineData("50-[\"a\"]", PacketType.BinaryEvent, "/", null, "[\"a\"]", "a")]
    public void A_packet_is_read(string text, object type, string name, long? id, string json, string @event)
    {
        var packet = Packet.Read(Encoding.UTF8.GetBytes(text))!;

        Assert.Equal((type, name, id, json, @event), (packet.Type, packet.Namespace, packet.Id, Encoding.UTF8.GetString(packet.Json), packet.Event));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("7")]
    [InlineData("4{\"message\":\"only the server says it\"}")]
    [InlineData("0[]")]
    [InlineData("0{")]
    [InlineData("0\"x\"")]
    [InlineData("1{}")]
    [InlineData("2")]
    [InlineData("2{}")]
    [InlineData("2[]")]
    [InlineData("2[1]")]
    [InlineData("2[\"a\"")]
    [InlineData("2[\"a\"]]")]
    [InlineData("2abc[\"a\"]")]
    [InlineData("2-1[\"a\"]")]
    [InlineData("21234567890123456[\"a\"]")]
    [InlineData("2[\"connect\"]")]
    [InlineData("2[\"disconnect\"]")]
    [InlineData("2[\"\\ud800\"]")]
    [InlineData("2[\"a\",{\"\\ud800\":1}]")]
    [InlineData("3[1]")]
    [InlineData("37{}")]
    [InlineData("5[\"a\"]")]
    [InlineData("511-[\"a\"]")]
    [InlineData("5-1-[\"a\"]")]
    [InlineData("599999999999-[\"a\"]")]
    public void What_is_no_packet_is_refused(string text) => Assert.Null(Packet.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Deep_json_is_refused() =>
        Assert.Null(Packet.Read(Encoding.UTF8.GetBytes($"2[\"a\",{new string('[', 100)}{new string(']', 100)}]")));

    [Fact]
    public void The_first_argument_may_be_missing()
    {
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, Packet.Read("2[\"a\"]"u8)!.FirstArgument().ValueKind);
        Assert.Equal(2, Packet.Read("2[\"a\",2]"u8)!.FirstArgument().GetInt32());
    }

    [Fact]
    public void Random_text_is_read_or_refused_and_never_throws()
    {
        var random = new Random(1);
        var alphabet = "0123456-/,[]{}\"abc\\u"u8.ToArray();
        for (var i = 0; i < 50_000; i++)
        {
            var text = new byte[random.Next(0, 24)];
            for (var at = 0; at < text.Length; at++)
                text[at] = random.Next(20) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            Packet.Read(text);
        }
    }
}
