using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Trawl.TestSupport;

/// <summary>
/// Loopback ports for servers that are killed and started again: below those that the system gives to whoever asks for any, so that
/// nobody, not even a connection's own end, takes one while its server is away. A file for each says to other test processes that it is taken.
/// </summary>
public static class KeptPort
{
    private const int First = 12_000;
    private const int Last = 32_000; // Linux gives from 32768 on, others from 49152
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "trawl-test-ports");
    private static readonly List<FileStream> Taken = []; // until this process ends, however it ends

    /// <summary>One that is free, and stays this process's until it ends.</summary>
    public static int Take()
    {
        Directory.CreateDirectory(Folder);
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (TryMark(port) is not { } mark)
                continue;
            if (IsFree(port))
            {
                lock (Taken)
                    Taken.Add(mark);
                return port;
            }

            mark.Dispose();
        }
    }

    private static FileStream? TryMark(int port)
    {
        try
        {
            var path = Path.Combine(Folder, port.ToString(CultureInfo.InvariantCulture));
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null; // another process's
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
