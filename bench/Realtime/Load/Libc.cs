using System.Runtime.InteropServices;

namespace Trawl.Realtime.Load;

/// <summary>Linux, called directly: <c>System.Net.Sockets</c> costs more a message than what is measured.</summary>
internal static unsafe partial class Libc
{
    public const int NonBlockingStream = 0x800 | 0x80000 | 1; // SOCK_NONBLOCK | SOCK_CLOEXEC | SOCK_STREAM
    public const int Internet = 2;
    public const int Add = 1;
    public const int Delete = 2;
    public const int Modify = 3;
    public const uint Readable = 1;
    public const uint Writable = 4;
    public const int Again = 11;
    public const int Interrupted = 4;
    public const int InProgress = 115;
    public const int NoSignal = 0x4000;
    public const int CloseOnExec = 0x80000;
    private const int Monotonic = 1;
    private const int AbsoluteTime = 1;
    private const int TimerSlack = 29;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int socket, byte* interest);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int socket);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockSleep(int clock, int flags, long* time, long* remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    /// <summary>Sleeps until a moment of <see cref="Clock.Now"/>.</summary>
    public static void SleepUntil(long nanoseconds)
    {
        var time = stackalloc long[] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
        while (ClockSleep(Monotonic, AbsoluteTime, time, null) == Interrupted)
        {
        }
    }

    /// <summary>Lets this thread's sleeps end when they should, not up to 50 microseconds later.</summary>
    public static void SleepExactly() => _ = Control(TimerSlack, 1, 0, 0, 0);

    /// <summary>A <c>sockaddr_in</c>: 16 bytes.</summary>
    public static void WriteAddress(byte* target, byte a, byte b, byte c, byte d, int port)
    {
        new Span<byte>(target, 16).Clear();
        target[0] = Internet;
        target[2] = (byte)(port >> 8);
        target[3] = (byte)port;
        (target[4], target[5], target[6], target[7]) = (a, b, c, d);
    }
}
