using CallerAuth.Ciba;
using CallerAuth.Lines;
using Microsoft.Extensions.Options;

namespace CallerAuth.Voice;

/// <summary>Refuses what a line could not say: a language we do not speak, a voice of another language, a prompt with a placeholder nobody fills.</summary>
internal sealed class SpokenLinesValidator(Prompts prompts, Speech speech, EIdCatalogue eids) : IValidateOptions<LinesOptions>
{
    public ValidateOptionsResult Validate(string? name, LinesOptions options)
    {
        var faults = new List<string>();
        foreach (var (number, line) in options.Lines)
        {
            foreach (var language in line.Languages.Where(language => !Speaks(language)))
                faults.Add($"Lines:{number}:Languages: \"{language}\" is not spoken here. Use {Spoken()}.");
            foreach (var (language, voice) in line.Voices)
                CheckVoice($"Lines:{number}:Voices:{language}", language, voice, faults);
            foreach (var (language, own) in line.Prompts)
                CheckPrompts($"Lines:{number}:Prompts:{language}", language, own, faults);
            CheckBindingMessages($"Lines:{number}", line, faults);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckVoice(string key, string language, string voice, List<string> faults)
    {
        if (!Speaks(language))
            faults.Add($"{key}: not a language that is spoken here. Use {Spoken()}.");
        else if (!Voices.Speaks(voice, language))
            faults.Add($"{key}: \"{voice}\" does not speak {language}; Twilio would drop the line and the caller hear nothing. Use one of {string.Join(", ", Voices.Of(language).Order(StringComparer.Ordinal))}.");
    }

    private void CheckPrompts(string key, string language, Dictionary<string, string> own, List<string> faults)
    {
        if (!Speaks(language))
        {
            faults.Add($"{key}: not a language that is spoken here. Use {Spoken()}.");
            return;
        }

        foreach (var (prompt, text) in own)
        {
            if (!Enum.TryParse<PromptKey>(prompt, out var which) || which.ToString() != prompt)
                faults.Add($"{key}:{prompt}: there is no such prompt. Their names are in docs/configuration.md.");
            else if (Speech.IsAudio(text))
                CheckAudio($"{key}:{prompt}", which, text, faults);
            else
                CheckText($"{key}:{prompt}", Prompts.Placeholders(prompts.Text(language, which)), text, faults);
        }
    }

    private void CheckBindingMessages(string key, LineOptions line, List<string> faults)
    {
        foreach (var language in line.Languages.Where(Speaks))
        {
            foreach (var eid in line.Eids.Select(eids.Find).OfType<EId>())
            {
                foreach (var prompt in new[] { PromptKey.BindingMessage, PromptKey.OutboundBindingMessage }.Where(prompt => CanBeFilled(line, language, prompt)))
                {
                    if (BindingMessage.FaultIn(eid, speech.Text(line, language, prompt)) is { } fault)
                        faults.Add($"{key}:Prompts:{language}:{prompt}: {fault}. Give a shorter, plain text.");
                }
            }
        }
    }

    // A placeholder that nobody fills is told with the prompt itself.
    private static bool CanBeFilled(LineOptions line, string language, PromptKey prompt) =>
        !line.Prompts.TryGetValue(language, out var own)
        || !own.TryGetValue(prompt.ToString(), out var text)
        || Prompts.Placeholders(text).All(placeholder => placeholder == "org");

    private static void CheckAudio(string key, PromptKey which, string text, List<string> faults)
    {
        if (which is PromptKey.BindingMessage or PromptKey.OutboundBindingMessage)
            faults.Add($"{key}: is shown in the app and cannot be a recording. Give a text.");
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme == "http" && !url.IsLoopback))
            faults.Add($"{key}: not an https address of a recording.");
    }

    private static void CheckText(string key, IReadOnlySet<string> filled, string text, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(text))
            faults.Add($"{key}: empty. Leave the setting out to keep our words.");
        foreach (var placeholder in Prompts.Placeholders(text).Where(placeholder => placeholder != "org" && !filled.Contains(placeholder)))
            faults.Add($"{key}: nothing fills {{{placeholder}}} in this prompt. It may hold {string.Join(", ", filled.Append("org").Distinct(StringComparer.Ordinal).Select(known => $"{{{known}}}"))}.");
    }

    // The provider would refuse it, and with it every verification of the line.
    private static bool Speaks(string language) => Prompts.Languages.Contains(language, StringComparer.Ordinal);

    private static string Spoken() => string.Join(", ", Prompts.Languages);
}
