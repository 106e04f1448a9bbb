using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Loaded into the service by DOTNET_STARTUP_HOOKS, so that its allocations can be read without a word of it in the service: whoever
/// connects to the socket of <c>BENCH_PROBE</c> is told the bytes allocated so far and those in use. Its name and place are the runtime's
/// (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md).
/// </summary>
#pragma warning disable MA0047 // The runtime looks for it outside any namespace.
internal static class StartupHook
#pragma warning restore MA0047
{
    public const string Variable = "BENCH_PROBE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
            return;
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        new Thread(() => Answer(listener)) { IsBackground = true, Name = "benchmark probe" }.Start();
    }

    private static void Answer(Socket listener)
    {
        while (true)
        {
            using var asker = listener.Accept();
            asker.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes(precise: true)} {GC.GetTotalMemory(forceFullCollection: false)}")));
        }
    }
}
