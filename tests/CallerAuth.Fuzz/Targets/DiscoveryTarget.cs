using CallerAuth.Ciba;

namespace CallerAuth.Fuzz.Targets;

/// <summary>The provider's discovery document on the first line and its keys (RFC 7517) after it, read as far as a signature is checked with them.</summary>
internal static class DiscoveryTarget
{
    private static readonly string[] Algorithms = ["RS256", "ES256", "PS256"];

    public static void Run(byte[] input)
    {
        var documents = Input.Lines(input, 2);
        Check(documents[0], documents[1]);
    }

    public static void Check(string discovery, string jwks)
    {
        var reader = Provider.ReaderOf(discovery, jwks);
        foreach (var algorithm in Algorithms)
        {
            try
            {
                var result = Provider.Read(reader, Provider.Signed($$"""{"alg":"{{algorithm}}","kid":"k"}""", Provider.Claims));
                Finding.Unless(result is PollResult.Failed, "a token was believed by a key that did not sign it");
            }
            catch (ProviderUnavailableException)
            {
                // Its documented way to say that the provider is of no use.
            }
        }
    }
}
