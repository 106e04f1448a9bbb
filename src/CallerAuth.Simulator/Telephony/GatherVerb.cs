using System.Xml.Linq;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// Gather: asks and takes keys. A key cuts the prompt short; the waiting begins when the prompts have ended; an empty result goes
/// on to the next verb unless <c>actionOnEmptyResult</c> (twilio.com/docs/voice/twiml/gather).
/// </summary>
internal sealed class GatherVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    private const int DefaultTimeoutSeconds = 5;

    private KeyPresses? _keys;

    public override async Task<Flow> PlayAsync(CancellationToken cancellationToken)
    {
        if (Text("input") is { } input && input != "dtmf")
            throw new CallFault(12200, Page.Url, $"this phone takes keys only, not input=\"{input}\"");

        using var prompts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keys = new KeyPresses(Number("numDigits"), Text("finishOnKey") ?? "#", prompts.Cancel);
        var question = string.Join(' ', Element.Elements("Say").Select(say => Speech.Of(say).Text));
        _keys = keys;
        Call.Listen(keys);
        try
        {
            Call.Tell(new Moment(MomentKind.QuestionBegins, question, NumDigits: Number("numDigits")));
            await AskAsync(keys, prompts.Token, cancellationToken);
            if (!keys.Any)
                Call.Tell(new Moment(MomentKind.QuestionAsked, question, NumDigits: Number("numDigits")));
            var finishedOn = await CollectAsync(keys, cancellationToken);
            return keys.Digits.Length > 0 || Text("actionOnEmptyResult") == "true" ? new Flow.Goto(Answer(keys.Digits, finishedOn)) : Flow.Goes;
        }
        finally
        {
            Call.Listen(null);
            Call.Tell(new Moment(MomentKind.QuestionOver));
            if (keys.Leftover() is var lost and > 0)
                Call.Transcript.Add(Who.Twilio, $"{lost} more key(s) came after the question and were lost");
        }
    }

    public override Next? ActionWhenInterrupted(bool hungUp) => hungUp ? null : Answer(_keys?.Digits ?? "", "");

    private async Task AskAsync(KeyPresses keys, CancellationToken promptsToken, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var prompt in Element.Elements())
            {
                promptsToken.ThrowIfCancellationRequested();
                await Of(prompt, Page, Call).PlayAsync(promptsToken);
            }
        }
        catch (OperationCanceledException) when (keys.Any && !cancellationToken.IsCancellationRequested)
        {
            // A key was pressed: the prompt stops, the question goes on.
        }
    }

    private async Task<string> CollectAsync(KeyPresses keys, CancellationToken cancellationToken)
    {
        var silence = Call.Tape.Begin(Timeout.InfiniteTimeSpan, takesKeys: true);
        try
        {
            return await keys.CollectAsync(TimeSpan.FromSeconds(Number("timeout") ?? DefaultTimeoutSeconds), Call.Pace.Time, cancellationToken);
        }
        finally
        {
            Call.Tape.End(silence);
        }
    }

    // Without action the current document is asked again.
    private Next Answer(string digits, string finishedOn)
    {
        KeyValuePair<string, string>[] result = [new("Digits", digits), new("FinishedOnKey", finishedOn)];
        return Action(result) ?? new Next(Page.Url ?? throw new CallFault(13338, null, "a Gather that was sent by REST needs an action"), Method(), result);
    }
}
