namespace CallerAuth.Simulator.Telephony;

/// <summary>Which language a voice speaks. A voice of another language can make Say fail at Twilio.</summary>
internal static class Voices
{
    private static readonly Dictionary<string, string> PollyLanguages = new(StringComparer.Ordinal)
    {
        ["Ida"] = "nb-NO",
        ["Liv"] = "nb-NO",
        ["Elin"] = "sv-SE",
        ["Astrid"] = "sv-SE",
        ["Sofie"] = "da-DK",
        ["Naja"] = "da-DK",
        ["Mads"] = "da-DK",
        ["Amy"] = "en-GB",
        ["Emma"] = "en-GB",
        ["Brian"] = "en-GB",
        ["Arthur"] = "en-GB",
        ["Joanna"] = "en-US",
        ["Matthew"] = "en-US",
        ["Salli"] = "en-US",
        ["Joey"] = "en-US",
        ["Kendra"] = "en-US",
    };

    /// <summary>The language of a Polly or Google voice; null when its name does not tell.</summary>
    public static string? LanguageOf(string voice)
    {
        var parts = voice.Split(['.', '-']);
        return parts switch
        {
            ["Polly", var name, ..] => PollyLanguages.GetValueOrDefault(name),
            ["Google", var language, var region, ..] => $"{language}-{region}",
            _ => null,
        };
    }
}
