using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Processes;
using CallerAuth.Benchmarks.Provider;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>One instance of the real engine in a process of its own, with a stub where the call would be. Ends with SIGTERM as the service does, or with its standard input.</summary>
internal static class WorkerProcess
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var settings = EngineSettings.Read(arguments);
        var book = settings.VirtualItems > 0 ? new ArrivalBook(settings.VirtualItems, settings.Interval, TokenEndpoint.Now) : null;
        using var handler = book is null ? null : new VirtualProvider(book, settings.Authority);
        using var engine = Engine.Build(settings, handler);
        await engine.StartAsync(cancellationToken);
        Conversation.Say("ready");
        try
        {
            await Conversation.HoldAsync(question => AnswerAsync(question, engine, book, cancellationToken), engine.Stopping);
        }
        catch (OperationCanceledException) when (engine.Stopping.IsCancellationRequested)
        {
            // SIGTERM: it lets go of its work as the service does.
        }

        await engine.StopAsync();
        return 0;
    }

    private static async Task<string> AnswerAsync(string question, Engine engine, ArrivalBook? book, CancellationToken cancellationToken)
    {
        switch (question.Split(' '))
        {
            case ["heap"]:
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
                GC.Collect();
                return GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture);
            case ["ask", var item]:
                return await engine.AskAsync(int.Parse(item, CultureInfo.InvariantCulture), cancellationToken) ? "running" : "refused";
            case ["told"]:
                return JsonSerializer.Serialize(engine.Waiter.Ends);
            case ["expect", var file]:
                book!.Expect(MemoryMarshal.Cast<byte, long>(await File.ReadAllBytesAsync(file, cancellationToken)).ToArray());
                return "ok";
            case ["begin"]:
                book!.Begin(TokenEndpoint.Now);
                return "ok";
            case ["arrivals"]:
                return JsonSerializer.Serialize(book!.Look(TokenEndpoint.Now));
            default:
                return "what?";
        }
    }
}
