using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CallerAuth.Benchmarks.Processes;

/// <summary>The signals of Linux that a run sends to its own processes.</summary>
internal readonly partial record struct Signal(int Number)
{
    public static readonly Signal Kill = new(9);
    public static readonly Signal Terminate = new(15);
    public static readonly Signal Continue = new(18);
    public static readonly Signal Stop = new(19);

    public void SendTo(int processId)
    {
        if (Send(processId, Number) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int processId, int signal);
}
