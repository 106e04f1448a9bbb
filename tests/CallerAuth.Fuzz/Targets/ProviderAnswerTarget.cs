using System.Globalization;
using System.Text;
using System.Text.Json;
using CallerAuth.Ciba;
using CallerAuth.Identity;

namespace CallerAuth.Fuzz.Targets;

/// <summary>Answers of bc-authorize and of the token endpoint: a status on the first line, then the body.</summary>
internal static class ProviderAnswerTarget
{
    private const int MaxDepth = 16;

    public static void Run(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        var status = int.TryParse(Encoding.ASCII.GetString(input, 0, Math.Max(end, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number % 1000 : 200;
        Check(status, input.AsMemory(end + 1));
    }

    public static void Check(int status, ReadOnlyMemory<byte> body)
    {
        var json = StrictJson.Object(body);
        if (json is { } read)
            CheckJson(read, 1);

        var answer = new ProviderAnswer(status, json, RetryAfter: null, TraceId: null);
        Finding.Unless(answer.Error is null || (answer.Error.Length is > 0 and <= 64 && answer.Error.All(c => char.IsAsciiLetter(c) || c == '_')), "an error that is no plain word");
        foreach (var eid in Provider.EIds)
        {
            CheckStart(eid, answer);
            CheckPoll(eid, answer);
        }
    }

    private static void CheckStart(EId eid, ProviderAnswer answer)
    {
        if (StartAnswer.Read(eid, answer) is not StartResult.Started started)
            return;

        Finding.Unless(answer.Status == 200, "a start that was believed with another status than 200");
        Finding.Unless(started.ExpiresIn > TimeSpan.Zero && started.ExpiresIn <= TimeSpan.FromHours(1), "an absurd expires_in");
        Finding.Unless(started.Interval >= TimeSpan.FromSeconds(1) && started.Interval <= started.ExpiresIn, "an absurd interval");
        Finding.Unless(eid.ReturnsWordPair == started.Words is not null, "words where there are none, or none where there must be");
        Finding.Unless(AuthReqId.TryParse(started.AuthReqId.Value, out _), "an auth_req_id that is none");
    }

    private static void CheckPoll(EId eid, ProviderAnswer answer)
    {
        var result = PollAnswer.Read(eid, answer);
        Finding.Unless(result is not (PollResult.Approved or PollResult.Mismatch), "an answer that was believed without its id_token being read");
        Finding.Unless(result is not null || (answer.Status == 200 && answer.TextOf("id_token") is not null), "no result and no id_token");
        Finding.Unless(answer.Status < 500 || result is PollResult.Unavailable, "the provider's own trouble was taken for an answer");
    }

    private static void CheckJson(JsonElement json, int depth)
    {
        Finding.Unless(depth <= MaxDepth + 1, "JSON deeper than its bound");
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                Finding.Unless(json.GetString()!.EnumerateRunes().Sum(rune => rune.Utf16SequenceLength) == json.GetString()!.Length, "text that is not Unicode");
                break;
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in json.EnumerateObject())
                {
                    Finding.Unless(names.Add(member.Name), "a name that stands twice");
                    CheckJson(member.Value, depth + 1);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    CheckJson(item, depth + 1);
                break;
        }
    }
}
