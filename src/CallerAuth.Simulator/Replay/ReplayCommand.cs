namespace CallerAuth.Simulator.Replay;

/// <summary><c>replay FILE…</c>: plays recorded calls again, each with a service of its own, and shows where the first one differs.</summary>
internal static class ReplayCommand
{
    /// <returns>0 when every call went as it was recorded, 1 when one did not, 2 when a file is none that can be played.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> files, Func<CancellationToken, Task<SimulatorHost>> startAsync, CancellationToken cancellationToken)
    {
        var differ = 0;
        foreach (var file in files)
        {
            try
            {
                if (await PlayAsync(await RecordedCall.ReadAsync(file, cancellationToken), startAsync, cancellationToken) is not { } difference)
                {
                    Console.WriteLine($"✓ {file}");
                    continue;
                }

                Console.WriteLine($"✗ {file}");
                Console.WriteLine(difference);
                differ++;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"{file}: {e.Message}");
                return 2;
            }
        }

        return differ == 0 ? 0 : 1;
    }

    private static async Task<Difference?> PlayAsync(RecordedCall recorded, Func<CancellationToken, Task<SimulatorHost>> startAsync, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("callerauth-replay-").FullName;
        try
        {
            await using var simulator = await startAsync(cancellationToken);
            await using var service = await ServiceProcess.StartAsync(simulator, ReplayLine.Settings(recorded, directory), cancellationToken);
            return await new Replayer(simulator, service.Url, directory).PlayAsync(recorded, cancellationToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
