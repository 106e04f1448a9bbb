using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Tests.Ciba;

/// <summary>Key pairs made once for all tests, and the files a client keeps its own in.</summary>
internal static class TestKeys
{
    public static readonly RSA Provider = RSA.Create(2048);
    public static readonly RSA ProviderNext = RSA.Create(2048);
    public static readonly ECDsa ProviderEc = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly RSA Client = RSA.Create(2048);
    public static readonly ECDsa ClientEc = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly string Folder = MakeFolder();

    public static readonly string ClientPemPath = Write("client.pem", Client.ExportPkcs8PrivateKeyPem());

    public static string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public static string PublicJwk(RSA key, string? kid, string? use = "sig", string? alg = null)
    {
        var parameters = key.ExportParameters(false);
        return Json(new() { ["kty"] = "RSA", ["kid"] = kid, ["use"] = use, ["alg"] = alg, ["n"] = Encode(parameters.Modulus), ["e"] = Encode(parameters.Exponent) });
    }

    public static string PublicJwk(ECDsa key, string? kid)
    {
        var point = key.ExportParameters(false).Q;
        return Json(new() { ["kty"] = "EC", ["kid"] = kid, ["crv"] = "P-256", ["x"] = Encode(point.X), ["y"] = Encode(point.Y) });
    }

    public static string PrivateJwk(RSA key, string? kid)
    {
        var p = key.ExportParameters(true);
        return Json(new()
        {
            ["kty"] = "RSA",
            ["kid"] = kid,
            ["n"] = Encode(p.Modulus),
            ["e"] = Encode(p.Exponent),
            ["d"] = Encode(p.D),
            ["p"] = Encode(p.P),
            ["q"] = Encode(p.Q),
            ["dp"] = Encode(p.DP),
            ["dq"] = Encode(p.DQ),
            ["qi"] = Encode(p.InverseQ),
        });
    }

    public static string PrivateJwk(ECDsa key, string? kid)
    {
        var p = key.ExportParameters(true);
        return Json(new() { ["kty"] = "EC", ["kid"] = kid, ["crv"] = "P-256", ["x"] = Encode(p.Q.X), ["y"] = Encode(p.Q.Y), ["d"] = Encode(p.D) });
    }

    public static string Jwks(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    private static string Encode(byte[]? bytes) => Base64UrlEncoder.Encode(bytes);

    private static string Json(Dictionary<string, string?> members) =>
        JsonSerializer.Serialize(members.Where(member => member.Value is not null).ToDictionary(StringComparer.Ordinal));

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("callerauth-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
