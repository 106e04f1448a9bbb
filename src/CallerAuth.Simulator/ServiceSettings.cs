using System.Security.Cryptography;
using System.Text;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator;

/// <summary>What the service must be told to live beside a simulator, by its configuration keys.</summary>
internal static class ServiceSettings
{
    /// <summary>Opens the API of a service beside a simulator. It is public, and opens no other.</summary>
    public const string ApiKey = "cak_simulator_public_key_for_development_only";

    public static IReadOnlyDictionary<string, string> For(SimulatorHost simulator, Uri service, string privateKeyPath)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PublicBaseUrl"] = service.GetLeftPart(UriPartial.Authority),
            ["Twilio:AuthToken"] = simulator.Options.AuthToken,
            ["Twilio:Client:AccountSid"] = simulator.Options.AccountSid,
            ["Twilio:Client:AuthToken"] = simulator.Options.AuthToken,
            ["Twilio:ApiBaseUrl"] = simulator.TwilioApiBaseUrl,
            ["Ciba:Authority"] = simulator.Authority,
            ["Ciba:ClientId"] = simulator.Options.ClientId,
            ["Ciba:ClientAuthentication"] = "private_key_jwt",
            ["Ciba:PrivateKeyPath"] = privateKeyPath,
            ["Ciba:KeyId"] = simulator.ClientKey.KeyId,
            ["Privacy:NationalIdHashKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Store:ConnectionString"] = simulator.StoreConnectionString,
            ["TaskRouter:WorkspaceSid"] = Tasks.WorkspaceSid,
            ["Outbound:AllowedPrefixes:0"] = "+46",
            ["Outbound:AllowedPrefixes:1"] = "+47",
            ["Agents:SignIn:Authority"] = simulator.StaffAuthority,
            ["Agents:SignIn:ClientId"] = Provider.StaffProvider.ClientId,
            ["Agents:SignIn:ClientSecret"] = simulator.Staff.ClientSecret,
            ["Agents:SignIn:RequiredClaim"] = "roles",
            ["Agents:SignIn:RequiredValue"] = "agent",
            ["Agents:SignIn:LinesClaim"] = "lines",
            ["Agents:SignIn:AddressClaim"] = "softphone",
            // The same few people and telephones call all day here.
            ["Limits:PerPerson:Short:Most"] = "0",
            ["Limits:PerPerson:Long:Most"] = "0",
            ["Limits:PerCallingNumber:Short:Most"] = "0",
            ["Limits:PerCallingNumber:Long:Most"] = "0",
            ["Outbound:Limits:PerNumber:Short:Most"] = "0",
            ["Outbound:Limits:PerNumber:Long:Most"] = "0",
            ["Api:Keys:0:Name"] = "simulator",
            ["Api:Keys:0:Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey))),
            ["Api:Keys:0:Scopes:0"] = "verifications.read",
            ["Api:Keys:0:Scopes:1"] = "verifications.write",
        };
        foreach (var (key, value) in Line.All.SelectMany(line => line.Settings()))
            settings[key] = value;
        return settings;
    }
}
