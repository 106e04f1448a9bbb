using System.Runtime.InteropServices;
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
            --speed N      the stories' time passes N times as fast (10)
            --interval N   the provider's interval in seconds (1 for call, else 3)
            --port N       the simulator's port (a free one)
        """;

    private static readonly IReadOnlyList<string> Usual = ["norwegian-approved", "swedish-approved"];

    private static async Task<int> Main(string[] args)
    {
        if (Arguments.Parse(args) is not { } command)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
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
        var names = command.Names.Count > 0 ? command.Names : Usual;
        if (names.FirstOrDefault(name => AllScenarios.All.All(scenario => scenario.Name != name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no story called {unknown}; `-- call --list` names them all.");
            return 2;
        }

        var chosen = command.All ? AllScenarios.All : [.. names.Select(name => AllScenarios.All.First(scenario => scenario.Name == name))];
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

        var failed = results.Count(result => !result.AsExpected);
        Console.WriteLine($"{results.Count - failed} of {results.Count} as expected.");
        return failed == 0 ? 0 : 1;
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
            new SimulatorOptions { Port = command.Port, Speed = command.Speed, IntervalSeconds = command.Interval, KeepsStore = !command.Plays },
            TimeProvider.System,
            () =>
            {
                lock (dice)
                    return dice.NextDouble();
            },
            cancellationToken);
    }
}
