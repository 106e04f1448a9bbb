using System.Globalization;
using System.Xml.Linq;

namespace CallerAuth.Simulator.Telephony;

/// <summary>What comes after a verb.</summary>
internal abstract record Flow
{
    public static Flow Goes { get; } = new On();

    /// <summary>The next verb of the same document.</summary>
    public sealed record On : Flow;

    /// <summary>Another document.</summary>
    public sealed record Goto(Next Next) : Flow;

    /// <summary>The end of the call.</summary>
    public sealed record HangsUp : Flow;

    /// <summary>Out of the queue.</summary>
    public sealed record Leaves : Flow;
}

/// <summary>A TwiML verb at work on a leg.</summary>
internal abstract class Verb(XElement element, Page page, PhoneCall call)
{
    protected XElement Element { get; } = element;

    protected Page Page { get; } = page;

    protected PhoneCall Call { get; } = call;

    /// <summary>Documents of verbs that take no time, one after another, are a circle.</summary>
    public virtual bool TakesTime => true;

    public static Verb Of(XElement element, Page page, PhoneCall call) => element.Name.LocalName switch
    {
        "Say" => new SayVerb(element, page, call),
        "Play" => new PlayVerb(element, page, call),
        "Pause" => new PauseVerb(element, page, call),
        "Gather" => new GatherVerb(element, page, call),
        "Redirect" => new RedirectVerb(element, page, call),
        "Enqueue" => new EnqueueVerb(element, page, call),
        "Dial" => new DialVerb(element, page, call),
        "Hangup" or "Reject" => new LastVerb(element, page, call, new Flow.HangsUp()),
        "Leave" => new LastVerb(element, page, call, new Flow.Leaves()),
        var name => throw new CallFault(12200, page.Url, $"<{name}> is TwiML, but this phone does not play it"),
    };

    public abstract Task<Flow> PlayAsync(CancellationToken cancellationToken);

    /// <summary>What the verb's <c>action</c> is told when the caller hangs up or the REST API moves the call.</summary>
    public virtual Next? ActionWhenInterrupted(bool hungUp) => null;

    protected string? Text(string attribute) => (string?)Element.Attribute(attribute);

    protected int? Number(string attribute) => Text(attribute) is { } text ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    protected HttpMethod Method(string attribute = "method") => Text(attribute)?.ToUpperInvariant() switch
    {
        null or "POST" => HttpMethod.Post,
        "GET" => HttpMethod.Get,
        var other => throw new CallFault(12200, Page.Url, $"{attribute}=\"{other}\" is neither GET nor POST"),
    };

    protected Next? Action(params KeyValuePair<string, string>[] parameters) => Text("action") is { } url ? new Next(Page.Resolve(url), Method(), parameters) : null;
}

/// <summary>Hangup, Reject and Leave: nothing comes after them.</summary>
internal sealed class LastVerb(XElement element, Page page, PhoneCall call, Flow flow) : Verb(element, page, call)
{
    public override Task<Flow> PlayAsync(CancellationToken cancellationToken) => Task.FromResult(flow);
}

/// <summary>Redirect: everything after it is ignored.</summary>
internal sealed class RedirectVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    public override bool TakesTime => false;

    public override Task<Flow> PlayAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Flow>(new Flow.Goto(new Next(Page.Resolve(Element.Value.Trim()), Method(), [])));
}

/// <summary>Pause: silence for so many seconds.</summary>
internal sealed class PauseVerb(XElement element, Page page, PhoneCall call) : Verb(element, page, call)
{
    public override async Task<Flow> PlayAsync(CancellationToken cancellationToken)
    {
        await Call.PassAsync(TimeSpan.FromSeconds(Number("length") ?? 1), cancellationToken);
        return Flow.Goes;
    }
}
