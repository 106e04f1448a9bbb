namespace CallerAuth.Agents.Api;

/// <summary>A verification to be started. A shape for the description; <see cref="StartBodyReader"/> reads it.</summary>
internal sealed class StartBody
{
    /// <summary>The company's number that the call is on, in E.164 form. It decides which eIDs there are and what is learned of the person.</summary>
    public required string Line { get; init; }

    /// <summary>The eID to be used: one of the line's.</summary>
    public required string Eid { get; init; }

    /// <summary>The person's fødselsnummer or personnummer, digits alone. It is used to ask the app, and neither stored nor repeated in any answer.</summary>
    public required string NationalId { get; init; }

    /// <summary>Who placed the call: `user` for the person, `RP` for the company. The app asks the person accordingly. Norwegian BankID allows `user` alone.</summary>
    public required string CallInitiator { get; init; }

    /// <summary>Twilio's SID of the live call that it is about. It must be a call on the line.</summary>
    public string? CallSid { get; init; }

    /// <summary>SID of the TaskRouter task for that call, which is told of the outcome. Give `callSid` with it: no other call's task is told, and who may act for some lines only must.</summary>
    public string? TaskSid { get; init; }

    /// <summary>What the app shows, for eIDs that take a text (Swedish BankID). Left out, the line's own words are shown.</summary>
    public string? BindingMessage { get; init; }
}
