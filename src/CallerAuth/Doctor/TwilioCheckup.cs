using CallerAuth.Lines;
using CallerAuth.Voice;
using Microsoft.Extensions.Options;

namespace CallerAuth.Doctor;

/// <summary>The Twilio account: whether the credentials are good, whether webhooks are signed with a token we hold, and whether each line's number calls this service.</summary>
internal sealed class TwilioCheckup(TwilioAccount account, NumberPlan plan, IOptions<LinesOptions> lines, IOptions<TwilioOptions> options) : ICheckup
{
    public const string Of = "Twilio";

    public async IAsyncEnumerable<Diagnosis> ExamineAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var diagnosis = await ReadAccountAsync(cancellationToken);
        yield return diagnosis;
        if (diagnosis.Health != Health.Healthy)
            yield break;
        foreach (var number in lines.Value.Lines.Keys.Where(number => number != LinesOptions.AnyOther))
            yield return await ReadNumberAsync(number, cancellationToken);
    }

    private async Task<Diagnosis> ReadAccountAsync(CancellationToken cancellationToken)
    {
        var sid = options.Value.Client.AccountSid;
        try
        {
            return await account.ReadAsync(cancellationToken) switch
            {
                { Status: not "active" } state => Diagnosis.Ailing(Of, $"account {sid} is {state.Status}", "See the billing page of the console."),
                { TokenIsOurs: false } => Diagnosis.Ailing(Of, $"account {sid} signs webhooks with another auth token", "Set Twilio:AuthToken to the account's primary token; while it is being changed, put the other one into Twilio:RequestValidation:AdditionalAuthTokens."),
                { IsTrial: true } => Diagnosis.Healthy(Of, $"account {sid} is active, on trial: callers hear an announcement first, and only verified numbers can be called"),
                _ => Diagnosis.Healthy(Of, $"account {sid} is active"),
            };
        }
        catch (TwilioTroubleException e)
        {
            return Diagnosis.Ailing(Of, e.Message, e.Mend);
        }
    }

    private async Task<Diagnosis> ReadNumberAsync(string number, CancellationToken cancellationToken)
    {
        var of = $"Line {number}";
        try
        {
            if (await account.FindNumberAsync(number, cancellationToken) is not { } found)
                return Diagnosis.Ailing(of, "is no number of this account", "Buy or port the number, or take the line out of the settings; a number behind a SIP trunk of another account is fine.");
            var wrong = plan.Differences(found.Urls).ToArray();
            if (wrong.Length > 0)
                return Diagnosis.Ailing(of, string.Join("; ", wrong.Select(one => $"{one.What} is {Shown(one.Is)}, not {one.ShouldBe}")), $"\"{TwilioConnectCommand.Word} connect {number}\" sets it.");
            return found.Urls.Fallback.Length > 0
                ? Diagnosis.Healthy(of, "calls this service")
                : Diagnosis.Healthy(of, "calls this service; it has no fallback", "Put twiml-samples/voice-fallback.xml into a TwiML Bin and name it as the number's fallback: callers hear it when this service cannot be reached.");
        }
        catch (TwilioTroubleException e)
        {
            return Diagnosis.Ailing(of, e.Message, e.Mend);
        }
    }

    private static string Shown(string address) => address.Length > 0 ? address : "not set";
}
