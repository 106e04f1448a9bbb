using System.Text.Json.Nodes;
using CallerAuth.Simulator.Faults;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Replay;

/// <summary>
/// Plays a recorded call again: the same webhooks in the same order, the provider's words where they came, everybody made up anew.
/// The service records it again, and the two recordings are compared.
/// </summary>
internal sealed class Replayer(SimulatorHost simulator, Uri service, string recordingDirectory)
{
    private const string AcceptedByRest = """{"status":"in-progress"}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <returns>The first difference; null when there is none.</returns>
    /// <exception cref="InvalidDataException">The recording holds what cannot be played again.</exception>
    public async Task<Difference?> PlayAsync(RecordedCall recorded, CancellationToken cancellationToken)
    {
        var made = new Replacements();
        var provider = new ReplayedProvider(simulator.Provider);
        // The recording says when Twilio asked for the outcome, so nobody is moved.
        simulator.Carrier.Faults.Rest.Play(new Fault.Answer(StatusCodes.Status200OK, Body: AcceptedByRest));
        try
        {
            for (var i = 0; i < recorded.Happened.Count; i++)
            {
                var line = recorded.Happened[i];
                if (line.ContainsKey("webhook"))
                    await PostAsync(line, made, cancellationToken);
                else
                    provider.Say((string?)line["event"] ?? "", (string?)line["reason"] ?? (string?)line["step"] ?? "");
                if (Difference.Between(i, line, await HappenedAsync(i, cancellationToken)) is { } difference)
                    return difference;
                if (line.ContainsKey("event"))
                    provider.WasHeard();
            }

            return null;
        }
        finally
        {
            simulator.Mend();
        }
    }

    private async Task PostAsync(JsonObject line, Replacements made, CancellationToken cancellationToken)
    {
        var form = line["form"]!.AsObject().ToDictionary(field => field.Key, field => made.Fill((string?)field.Value ?? ""), StringComparer.Ordinal);
        form["CallSid"] = form.ContainsKey("ParentCallSid") ? made.LegSid : made.CallSid;
        form["AccountSid"] = simulator.Options.AccountSid;
        form["Caller"] = form["From"];
        form["Called"] = form["To"];
        form["ApiVersion"] = "2010-04-01";
        try
        {
            await simulator.Carrier.Webhooks.SendAsync(
                new Uri(service, Replacements.FillPath((string?)line["webhook"] ?? "")), [.. form], made.TokenOf((int?)line["request"] ?? 0), cancellationToken);
        }
        catch (CallFault)
        {
            // That it was not answered is seen in what the service recorded of it.
        }
    }

    /// <summary>What the service wrote down as the same line of its new recording; null when it does not in time.</summary>
    private async Task<JsonObject?> HappenedAsync(int index, CancellationToken cancellationToken)
    {
        var started = simulator.Wall.GetTimestamp();
        while (simulator.Wall.GetElapsedTime(started) < Patience)
        {
            // The first line of a file comes with the second.
            if (Directory.GetFiles(recordingDirectory, "*.jsonl") is [var file, ..] && await ReadAsync(file, cancellationToken) is var text && text.Contains('\n', StringComparison.Ordinal)
                && RecordedCall.Parse(text) is { } now && now.Happened.Count > index)
            {
                return now.Happened[index];
            }

            await Task.Delay(BetweenLooks, simulator.Wall, cancellationToken);
        }

        return null;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
