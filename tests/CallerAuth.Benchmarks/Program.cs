using System.Runtime.InteropServices;
using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Measuring;
using CallerAuth.Benchmarks.Peers;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Benchmarks.Webhooks;
using CallerAuth.Benchmarks.Worker;

// What is measured, each by one command; docs/benchmarks.md says what the figures mean.
var commands = new Dictionary<string, (string What, Func<Arguments, Report, CancellationToken, Task<int>> RunAsync)>(StringComparer.Ordinal)
{
    ["engine"] = ("polls/s, lateness, CPU and store traffic of the poll engine", EngineCommand.RunAsync),
    ["peers"] = ("the engine beside BullMQ, Quartz.NET, a loop per call and a flood, in turns", PeersCommand.RunAsync),
    ["signing"] = ("what a signed client assertion adds to a poll", SigningCommand.RunAsync),
    ["growth"] = ("a thousand to a million pending, without HTTP", GrowthCommand.RunAsync),
    ["recovery"] = ("an instance is killed, frozen or stopped, or the store goes away", RecoveryCommand.RunAsync),
    ["verification"] = ("round trips to the store of a whole verification, and from approval to the call", VerificationCommand.RunAsync),
    ["webhooks"] = ("the steps of a call beside bare Kestrel, a signature, a round trip, and Twilio's Node library", WebhooksCommand.RunAsync),
    ["startup"] = ("from process start to ready, the first webhooks, and memory", StartupCommand.RunAsync),
    ["neighbour"] = ("a cold start while somebody else takes a core", NeighbourCommand.RunAsync),
};

// The parts that a run starts as processes of their own.
var parts = new Dictionary<string, Func<Arguments, CancellationToken, Task<int>>>(StringComparer.Ordinal)
{
    ["provider"] = ProviderProcess.RunAsync,
    ["worker"] = WorkerProcess.RunAsync,
    ["peer"] = PeerProcess.RunAsync,
    ["callers"] = CallersProcess.RunAsync,
    ["yardstick"] = YardstickProcess.RunAsync,
    ["burn"] = (_, cancellationToken) => Burn.RunAsync(cancellationToken),
};

using var stopped = new CancellationTokenSource();

try
{
    var name = args.FirstOrDefault() ?? "";
    if (parts.TryGetValue(name, out var part))
        return await part(new Arguments(args[1..]), stopped.Token);
    if (!commands.TryGetValue(name, out var command))
        return Usage();
    // What was started is taken down on the way out.
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    var arguments = new Arguments(args[1..]);
    var file = arguments.Text("json", "");
    var report = new Report(Machine.Look());
    var status = await command.RunAsync(arguments, report, stopped.Token);
    report.Save(file, string.Join(' ', args));
    return status;
}
catch (OperationCanceledException) when (stopped.IsCancellationRequested)
{
    return 130;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine($"The run came to nothing: {e.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.Cancel();
}

int Usage()
{
    Console.WriteLine("dotnet run -c Release --project tests/CallerAuth.Benchmarks -- COMMAND [options] [--json FILE]");
    foreach (var (name, (what, _)) in commands)
        Console.WriteLine($"  {name,-13} {what}");
    return 2;
}
