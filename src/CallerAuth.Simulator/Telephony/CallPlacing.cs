using System.Globalization;
using System.Text.RegularExpressions;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// The request that places a call (twilio.com/docs/voice/api/call-resource#create-a-call-resource). A form field that it does not
/// know is refused, and so is what cannot be.
/// </summary>
internal sealed partial class CallPlacing(Carrier carrier)
{
    private const int TimeoutMax = 600;

    private static readonly string[] KnownFields =
    [
        "To", "From", "Url", "Method", "FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent",
        "Timeout", "TimeLimit", "MachineDetection", "MachineDetectionTimeout", "CallReason",
    ];

    private static readonly string[] Events = ["initiated", "ringing", "answered", "completed"];

    public async Task PlaceAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (FaultIn(form) is var (code, message))
        {
            await TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, code, message);
            return;
        }

        var number = new PhoneNumber(form["From"].ToString(), new Uri(form["Url"].ToString()), UriOf(form, "StatusCallback"), UriOf(form, "FallbackUrl"));
        var timeout = form.TryGetValue("Timeout", out var seconds) ? int.Parse(seconds.ToString(), CultureInfo.InvariantCulture) : 60;
        var call = carrier.Place(form["To"].ToString(), number, TimeSpan.FromSeconds(timeout), form["MachineDetection"].Count > 0);
        call.Transcript.Add(Who.Rest, $"places the call; it may ring for {timeout} s");
        await TwilioRestApi.WriteAsync(context, StatusCodes.Status201Created, TwilioRestApi.Describe(carrier, call));
    }

    private (int Code, string Message)? FaultIn(IFormCollection form)
    {
        if (form.Keys.FirstOrDefault(key => !KnownFields.Contains(key)) is { } unknown)
            return (20001, $"{unknown} is not a parameter of this resource");
        if (!E164().IsMatch(form["To"].ToString()))
            return (21211, "The 'To' number is not a valid phone number");
        if (carrier.Numbers.All(number => number.Number != form["From"]))
            return (21210, "The source phone number provided is not yet verified for your account");
        if (UriOf(form, "Url") is null)
            return (21205, "Url is not a valid URL");
        if (form["MachineDetection"].ToString() is not ("" or "Enable" or "DetectMessageEnd"))
            return (20001, "MachineDetection must be Enable or DetectMessageEnd");
        if (form["StatusCallbackEvent"].Any(one => !Events.Contains(one)))
            return (21626, "StatusCallbackEvent is not one of the events");
        if (form.TryGetValue("Timeout", out var timeout) && !(int.TryParse(timeout, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= TimeoutMax))
            return (20001, "Timeout must be at most 600");
        return null;
    }

    private static Uri? UriOf(IFormCollection form, string field) =>
        Uri.TryCreate(form[field].ToString(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    [GeneratedRegex(@"^\+[1-9][0-9]{4,14}\z", RegexOptions.None, 1000)]
    private static partial Regex E164();
}
