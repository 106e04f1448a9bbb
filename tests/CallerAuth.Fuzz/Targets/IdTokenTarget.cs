using CallerAuth.Ciba;

namespace CallerAuth.Fuzz.Targets;

/// <summary>An id_token as it came; nobody who writes one for this target can sign it.</summary>
internal static class IdTokenTarget
{
    public static void Run(byte[] input) => Check(Input.Text(input));

    public static void Check(string idToken) =>
        Finding.Unless(Provider.Read(idToken) is PollResult.Failed { Error.Length: < 64 }, "a token that was never signed was believed");
}
