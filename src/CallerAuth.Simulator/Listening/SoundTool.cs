using System.ComponentModel;
using System.Diagnostics;

namespace CallerAuth.Simulator.Listening;

/// <summary>A program of the machine that makes or reads sound, run to its end.</summary>
internal static class SoundTool
{
    /// <summary>Feeds a program and reads what it writes.</summary>
    /// <returns>Null when there is no such program, or it failed.</returns>
    public static async Task<byte[]?> RunAsync(string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        try
        {
            using var output = new MemoryStream();
            var said = process.StandardError.ReadToEndAsync(cancellationToken);
            var read = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            await FeedAsync(process, input, cancellationToken);
            await Task.WhenAll(read, said);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? output.ToArray() : null;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; how, its exit code tells.
        }
    }
}
