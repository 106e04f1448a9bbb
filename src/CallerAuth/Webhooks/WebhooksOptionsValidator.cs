using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Webhooks;

/// <summary>Refuses targets that would hear nothing, could not tell us from a stranger, or would be told in clear text.</summary>
internal sealed partial class WebhooksOptionsValidator(IHostEnvironment environment) : IValidateOptions<WebhooksOptions>
{
    private const int Most = 20;
    private const string SecretForm = "give whsec_ and base64 of 24 to 64 bytes: echo \"whsec_$(openssl rand -base64 32)\".";

    public ValidateOptionsResult Validate(string? name, WebhooksOptions options)
    {
        var faults = new List<string>();
        faults.AddRange(options.Unreadable);
        if (options.Webhooks.Count > Most)
            faults.Add($"Webhooks: at most {Most.ToString(CultureInfo.InvariantCulture)} targets; let one of them pass events on.");
        for (var i = 0; i < options.Webhooks.Count; i++)
            Check($"Webhooks:{i.ToString(CultureInfo.InvariantCulture)}", options.Webhooks[i], faults);
        foreach (var twice in options.Webhooks.GroupBy(webhook => webhook.Url, StringComparer.Ordinal).Where(group => group.Key.Length > 0 && group.Count() > 1))
            faults.Add($"Webhooks: {twice.Count().ToString(CultureInfo.InvariantCulture)} entries have the same Url; list all their events in one.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private void Check(string key, WebhookOptions webhook, List<string> faults)
    {
        if (UrlFault(webhook.Url) is { } fault)
            faults.Add($"{key}:Url: {fault}");
        if (!WebhookSecret.TryParse(webhook.Secret, out _))
            faults.Add($"{key}:Secret: {(webhook.Secret.Length == 0 ? "missing" : "not a secret of the Standard Webhooks")}; {SecretForm}");
        for (var i = 0; i < webhook.AdditionalSecrets.Count; i++)
        {
            if (!WebhookSecret.TryParse(webhook.AdditionalSecrets[i], out _))
                faults.Add($"{key}:AdditionalSecrets:{i.ToString(CultureInfo.InvariantCulture)}: not a secret of the Standard Webhooks; {SecretForm}");
        }

        if (webhook.Events.Count == 0)
            faults.Add($"{key}:Events: missing. List at least one of {Known()}.");
        foreach (var unknown in webhook.Events.Except(WebhookEvents.Types, StringComparer.Ordinal))
            faults.Add($"{key}:Events: \"{unknown}\" is not known. Use {Known()}.");
        foreach (var line in webhook.Lines.Where(line => !E164().IsMatch(line)))
            faults.Add($"{key}:Lines: \"{line}\" is not a number in E.164 form (+4721000000). Leave the list out for all lines.");
    }

    private string? UrlFault(string text)
    {
        if (text.Length == 0)
            return "missing. Give the address that events are posted to.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return "not an absolute https address.";
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return "a user name, a password or a fragment cannot stand in it. The signature says who we are.";
        return url.Scheme == "https" || (url.IsLoopback && environment.IsDevelopment())
            ? null
            : "use https. Names of callers travel here; plain http is for loopback addresses in Development alone.";
    }

    private static string Known() => string.Join(" and ", WebhookEvents.Types.Select(type => $"\"{type}\""));

    [GeneratedRegex(@"^\+[1-9][0-9]{3,14}$", RegexOptions.None, 1000)]
    private static partial Regex E164();
}
