using System.Diagnostics.CodeAnalysis;

namespace CallerAuth.Ciba;

/// <summary>The addresses we send a national ID, a secret or an assertion to: https, or plain http within this machine.</summary>
internal static class ProviderAddress
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && FaultIn(text) is null;

    /// <summary>What is wrong with an address, with its mend; null when it may be used.</summary>
    public static string? FaultIn(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            return "is not an absolute address; write it in full, beginning with https://";
        if (address.Scheme == "http" && !address.IsLoopback)
            return "is plain http; only a loopback address may be, write https://";
        if (address.UserInfo.Length > 0)
            return "holds a user name; the client's secret goes into Ciba:ClientSecret";
        return address.Fragment.Length > 0 ? "holds a fragment; leave out everything from the #" : null;
    }
}
