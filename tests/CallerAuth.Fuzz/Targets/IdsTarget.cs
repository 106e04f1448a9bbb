using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification;

namespace CallerAuth.Fuzz.Targets;

/// <summary>Ids that become keys of the store or parameters of a request: auth_req_id, our verification id and the keyed hashes.</summary>
internal static class IdsTarget
{
    public static void Run(byte[] input) => Check(Input.Text(input));

    public static void Check(string text)
    {
        if (AuthReqId.TryParse(text, out var authReqId))
        {
            Finding.Unless(text.Length is >= 1 and <= AuthReqId.MaxLength && authReqId.Value == text, "an auth_req_id of another text");
            Finding.Unless(Uri.EscapeDataString(text) == text, "an auth_req_id that needs escaping");
        }

        if (VerificationId.TryParse(text, out var id))
        {
            Finding.Unless(id.Value == text && text.Length == 26 && text.All(char.IsAsciiHexDigitLower), "a verification id of another shape");
            Finding.Unless(id.Shard >= 0 && id.Shard < Keys.ShardCount, "a verification id outside the shards");
        }

        HashIsWellFormedOrRefused(text, hash => NationalIdHash.Parse(hash).Value);
        HashIsWellFormedOrRefused(text, hash => BirthDateHash.Parse(hash).Value);
    }

    private static void HashIsWellFormedOrRefused(string text, Func<string, string> parse)
    {
        try
        {
            Finding.Unless(parse(text) == text && text.Length == 64, "a hash of another shape");
        }
        catch (FormatException)
        {
            // Its documented way to say no.
        }
    }
}
