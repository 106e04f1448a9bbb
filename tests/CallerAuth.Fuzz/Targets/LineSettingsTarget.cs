using System.Text.Json;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Routing;
using CallerAuth.Voice;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Twilio.TwiML;

namespace CallerAuth.Fuzz.Targets;

/// <summary>The section <c>Lines</c> as JSON: it is refused with named faults, or every prompt can be said and every destination reached.</summary>
internal static class LineSettingsTarget
{
    private static readonly Prompts Spoken = new();
    private static readonly AgentHandoff Handoffs = new(new PublicUrls(Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example" })));

    public static void Run(byte[] input)
    {
        IConfiguration configuration;
        try
        {
            using var stream = new MemoryStream([.. "{\"Lines\":"u8, .. input, .. "}"u8]);
            configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or InvalidOperationException)
        {
            return;
        }

        Check(configuration);
    }

    public static void Check(IConfiguration configuration)
    {
        using var services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddSingleton(Provider.Catalogue)
            .AddSingleton(Spoken)
            .AddSingleton<Speech>()
            .AddSingleton<IValidateOptions<LinesOptions>, SpokenLinesValidator>()
            .AddLines()
            .BuildServiceProvider();
        LinesOptions lines;
        try
        {
            lines = services.GetRequiredService<IOptions<LinesOptions>>().Value;
        }
        catch (OptionsValidationException faults)
        {
            Finding.Unless(faults.Failures.All(fault => fault.Length > 0), "a fault without words");
            return;
        }

        var directory = services.GetRequiredService<LineDirectory>();
        foreach (var number in lines.Lines.Keys)
            Use(directory.Find(number) ?? throw new Finding("a line that is not found under its number"), services.GetRequiredService<Speech>());
    }

    private static void Use(Line line, Speech speech)
    {
        var response = new VoiceResponse();
        foreach (var language in line.Options.Languages)
        {
            foreach (var key in Enum.GetValues<PromptKey>())
                speech.Say(response, line.Options, language, key, [.. Prompts.Placeholders(Spoken.Text(language, key)).Where(name => name != "org").Select(name => (name, "1"))]);
            Speech.SayWords(response, line.Options, WordPair.Parse("Frekk Julekos"));
            _ = speech.Text(line.Options, language, PromptKey.BindingMessage);
        }

        var identity = new StoredIdentity
        {
            EId = line.EIds[0].Name,
            Acr = "acr",
            AuthenticatedAt = FixedTime.Clock.GetUtcNow(),
            Subject = "s",
            Claims = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Kari Nordmann" },
        };
        var verified = CallerVerification.Of(new CallState.Verified(default, identity, Handoff.First), line.Options.Attributes);
        foreach (var to in new[] { line.Options.WhenVerified, line.Options.WhenUnverified })
        {
            Handoffs.Append(response, to, verified);
            Handoffs.Append(response, to, CallerVerification.Unverified(UnverifiedReason.Declined, null));
        }

        Finding.Unless(HandoffTarget.Read(response).Descendants("Sip").All(sip => sip.Value.Contains("?X-Caller-Verification-Status=", StringComparison.Ordinal) && !sip.Value.Contains('#', StringComparison.Ordinal)), "a PBX that does not get the headers");
    }
}
