using System.Net;
using System.Text.Json;
using CallerAuth.Benchmarks.Commands;
using CallerAuth.Benchmarks.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CallerAuth.Benchmarks.Provider;

/// <summary>The provider's process. It says "ready", answers the questions of the harness about what polls it saw, and ends with its standard input.</summary>
internal static class ProviderProcess
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var settings = ProviderSettings.Read(arguments);
        var book = new ArrivalBook(settings.Items, settings.Interval, TokenEndpoint.Now);
        var endpoint = new TokenEndpoint(settings, book);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        await using var app = builder.Build();
        app.Run(endpoint.AnswerAsync);
        await app.StartAsync(cancellationToken);

        Conversation.Say("ready");
        await Conversation.HoldAsync(question => Task.FromResult(Answer(question, book, endpoint)), cancellationToken);
        return 0;
    }

    private static string Answer(string question, ArrivalBook book, TokenEndpoint endpoint)
    {
        switch (question.Split(' '))
        {
            case ["begin"]:
                book.Begin(TokenEndpoint.Now);
                return "ok";
            case ["arrivals"]:
                return JsonSerializer.Serialize(book.Look(TokenEndpoint.Now));
            case ["orphan", var instance]:
                book.MarkOrphansOf(byte.Parse(instance, System.Globalization.CultureInfo.InvariantCulture), TokenEndpoint.Now);
                return "ok";
            case ["orphans"]:
                return JsonSerializer.Serialize(book.LookAfterOrphans());
            case ["approved"]:
                return JsonSerializer.Serialize(endpoint.Approved);
            default:
                return "what?";
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ProviderSettings settings)
    {
        kestrel.AddServerHeader = false;
        var certificate = settings.IsTls ? ProviderCertificate.Make(settings.Certificate) : null;
        foreach (var port in settings.Ports)
        {
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = settings.Protocol switch
                {
                    "h2c" => HttpProtocols.Http2,
                    "h2" => HttpProtocols.Http1AndHttp2,
                    _ => HttpProtocols.Http1,
                };
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        }
    }
}
