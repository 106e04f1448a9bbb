using System.Net;
using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>A web server that does one part of a step and nothing else: says "ready", and ends with its standard input.</summary>
internal static class YardstickProcess
{
    public static readonly string[] Kinds = ["bare", "signature", "round-trip"];

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var kind = arguments.Word("kind", "bare", Kinds);
        var port = arguments.Whole("port", 0);
        var store = arguments.Text("store", "");

        await using var yardstick = await Yardstick.OpenAsync(kind, store);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        await using var app = builder.Build();
        app.Run(yardstick.AnswerAsync);
        await app.StartAsync(cancellationToken);
        Conversation.Say("ready");
        await Conversation.HoldAsync(_ => Task.FromResult("what?"), cancellationToken);
        return 0;
    }
}
