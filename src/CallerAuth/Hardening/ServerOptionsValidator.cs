using Microsoft.Extensions.Options;

namespace CallerAuth.Hardening;

/// <summary>Refuses a bound that would shut Twilio out.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options) => options.MaxConnections is >= 10 and <= 1_000_000
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("Server:MaxConnections: use 10 to 1000000; Twilio and the proxy in front keep several connections open each.");
}
