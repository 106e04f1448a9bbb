using System.Text.Json.Nodes;

namespace CallerAuth.Simulator.Telephony;

/// <summary>What an agent understands of a whisper. Anything but the words for a verified caller is about somebody unverified.</summary>
internal static class Whisper
{
    private static readonly string[] VerifiedCaller = ["Bekreftet innringer", "Bekräftad uppringare", "Bekræftet opkalder", "Verified caller"];

    /// <returns>Null when nothing was whispered.</returns>
    public static JsonObject? Verification(string heard)
    {
        if (heard.Length == 0)
            return null;
        if (VerifiedCaller.FirstOrDefault(words => heard.StartsWith(words, StringComparison.Ordinal)) is not { } verified)
            return new JsonObject { ["status"] = "unverified" };
        var verification = new JsonObject { ["status"] = "verified" };
        if (heard[verified.Length..].Trim(':', '.', ' ') is { Length: > 0 } name)
            verification["name"] = name;
        return verification;
    }
}
