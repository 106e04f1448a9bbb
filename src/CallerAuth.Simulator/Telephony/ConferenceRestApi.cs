using System.Text.Json.Nodes;
using CallerAuth.Simulator.Phone;

namespace CallerAuth.Simulator.Telephony;

/// <summary>
/// The part of Twilio's REST API that finds a conference by its name and speaks to one who takes part
/// (twilio.com/docs/voice/api/conference-participant-resource).
/// </summary>
internal sealed class ConferenceRestApi(Carrier carrier, TwilioRestApi api)
{
    private static readonly HashSet<string> AnnouncementVerbs = new(["Play", "Say", "Pause", "Redirect"], StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        var conferences = routes.MapGroup($"{TwilioRestApi.PathBase}/2010-04-01/Accounts/{{account}}");
        conferences.MapGet("/Conferences.json", context => api.AnswerAsync(context, () => FindAsync(context)));
        conferences.MapPost("/Conferences/{conference}/Participants/{sid}.json", context => api.AnswerAsync(context, () => AnnounceAsync(context)));
    }

    private Task FindAsync(HttpContext context)
    {
        var name = context.Request.Query["FriendlyName"].ToString();
        var found = carrier.FindConference(name) is { HasBegun: true } room ? new JsonArray(new JsonObject { ["sid"] = room.Sid, ["friendly_name"] = name, ["status"] = "in-progress" }) : [];
        return TwilioRestApi.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["conferences"] = found });
    }

    private async Task AnnounceAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var room = carrier.ConferenceOf((string)context.Request.RouteValues["conference"]!);
        if (room?.Find((string)context.Request.RouteValues["sid"]!) is not { } call)
        {
            await TwilioRestApi.NotFoundAsync(context);
            return;
        }

        if (form.Keys.Any(key => key is not ("AnnounceUrl" or "AnnounceMethod")) || !Uri.TryCreate(form["AnnounceUrl"].ToString(), UriKind.Absolute, out var url))
        {
            await TwilioRestApi.RefuseAsync(context, StatusCodes.Status400BadRequest, 20001, "AnnounceUrl must be a URL, and nothing else is taken here");
            return;
        }

        call.Transcript.Add(Who.Rest, $"has {url.AbsolutePath} spoken to the caller alone");
        var method = form["AnnounceMethod"] == "GET" ? HttpMethod.Get : HttpMethod.Post;
        _ = SpeakAsync(call, new Next(url, method, []));
        await TwilioRestApi.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["call_sid"] = call.Sid, ["conference_sid"] = room.Sid });
    }

    private async Task SpeakAsync(PhoneCall call, Next document)
    {
        try
        {
            await call.Documents.PlayInsideAsync(document, AnnouncementVerbs, carrier.Stopping);
        }
        catch (CallFault fault)
        {
            call.Raise(fault);
        }
        catch (OperationCanceledException)
        {
            // The carrier closed.
        }
    }
}
