using System.Globalization;
using System.Runtime.InteropServices;
using CallerAuth.Simulator.Listening;
using CallerAuth.Simulator.Load;
using CallerAuth.Simulator.Replay;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.Simulator;

/// <summary>The command line: nothing runs the simulator and the service until Ctrl+C; <c>call</c> plays stories in the terminal.</summary>
internal static class Program
{
    private const string Usage = """
        dotnet run --project src/CallerAuth.Simulator                     run the service with a telephone in the browser
        dotnet run --project src/CallerAuth.Simulator -- call             play a Norwegian and a Swedish call
        dotnet run --project src/CallerAuth.Simulator -- call --list      name all stories
        dotnet run --project src/CallerAuth.Simulator -- call NAME…       play some
        dotnet run --project src/CallerAuth.Simulator -- call --all       play them all
        dotnet run --project src/CallerAuth.Simulator -- call NAME --wav FILE   listen to one
        dotnet run --project src/CallerAuth.Simulator -- replay FILE…     play recorded calls again
        dotnet run -c Release --project src/CallerAuth.Simulator -- load  thousands of calls against one service (docs/simulator.md#load)
            --speed N      the stories' time passes N times as fast (10)
            --interval N   the provider's interval in seconds (1 for call, else 3)
            --port N       the simulator's port (a free one)
        """;

    private static readonly IReadOnlyList<string> Usual = ["norwegian-approved", "swedish-approved"];

    private static async Task<int> Main(string[] args)
    {
        if (Arguments.Parse(args) is not { } command)
        {
            Console.Error.WriteLine(args is ["load", ..] && LoadArguments.Parse([.. args.Skip(1)], out var fault) is null ? fault : Usage);
            return 2;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            if (command.Load is { } load)
                return await LoadCommand.RunAsync(load, TimeProvider.System, stopping.Token);
            if (command.Replays.Count > 0)
                return await ReplayCommand.RunAsync(command.Replays, token => StartAsync(command, token), stopping.Token);
            return command.Plays ? await PlayAsync(command, stopping.Token) : await ServeAsync(command, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 1;
        }
        catch (InvalidOperationException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    private static async Task<int> ServeAsync(Arguments command, CancellationToken cancellationToken)
    {
        await using var simulator = await StartAsync(command, cancellationToken);
        await using var service = await ServiceProcess.StartAsync(simulator, cancellationToken);
        Console.WriteLine($"""

              Open   {simulator.BaseUrl}

            It has a telephone, a BankID app and an agent's screen; the service is at {service.Url}, agents sign in at {service.Url}agent.
            Press Ctrl+C to stop.
            """);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping.");
        }

        return 0;
    }

    private static async Task<int> PlayAsync(Arguments command, CancellationToken cancellationToken)
    {
        if (command.Lists)
            return List();
        var names = command.Names.Count > 0 ? command.Names : command.Wav is null ? Usual : Usual.Take(1).ToArray();
        if (names.FirstOrDefault(name => AllScenarios.All.All(scenario => scenario.Name != name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no story called {unknown}; `-- call --list` names them all.");
            return 2;
        }

        var chosen = command.All ? AllScenarios.All : [.. names.Select(name => AllScenarios.All.First(scenario => scenario.Name == name))];
        if (command.Wav is not null && await WhyUnheardAsync(chosen.Count, cancellationToken) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        await using var simulator = await StartAsync(command, cancellationToken);
        await using var service = await ServiceProcess.StartAsync(simulator, cancellationToken);
        var runner = new ScenarioRunner(simulator);
        List<ScenarioResult> results = [];
        foreach (var scenario in chosen)
        {
            var result = await runner.PlayAsync(scenario, cancellationToken);
            results.Add(result);
            Console.WriteLine(result);
        }

        if (command.Wav is { } wav)
            await WriteAsync(results[0].Calls[0].Tape, wav, cancellationToken);

        var failed = results.Count(result => !result.AsExpected);
        Console.WriteLine($"{results.Count - failed} of {results.Count} as expected.");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<string?> WhyUnheardAsync(int stories, CancellationToken cancellationToken) =>
        stories == 1 ? await Studio.ProblemAsync(cancellationToken) : "--wav FILE holds one story; name one (`-- call --list` names them all).";

    private static async Task WriteAsync(Tape tape, string path, CancellationToken cancellationToken)
    {
        var sound = Mixdown.Of(tape);
        try
        {
            await File.WriteAllBytesAsync(path, WaveFile.Write(sound), cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The sound could not be written: {failure.Message}", failure);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {sound.Length.TotalSeconds:0.0} s as the caller hears them, without the agent."));
    }

    private static int List()
    {
        foreach (var scenario in AllScenarios.All)
            Console.WriteLine($"{scenario.Name,-34} {scenario.Tells}");
        return 0;
    }

    private static Task<SimulatorHost> StartAsync(Arguments command, CancellationToken cancellationToken)
    {
        var dice = new Random();
        return SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                Port = command.Port,
                Speed = command.Speed,
                IntervalSeconds = command.Interval,
                Studio = command.Wav is null ? null : new Studio(),
                KeepsStore = !command.Plays,
            },
            TimeProvider.System,
            () =>
            {
                lock (dice)
                    return dice.NextDouble();
            },
            cancellationToken);
    }
}
