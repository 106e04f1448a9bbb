using Microsoft.Extensions.Options;

namespace CallerAuth.Hardening;

/// <summary>Refuses a bound that would shut Twilio out, and a stop that nobody would wait for.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    private static readonly TimeSpan LongestStopDelay = TimeSpan.FromMinutes(2);

    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        List<string> faults = [];
        if (options.MaxConnections is < 10 or > 1_000_000)
            faults.Add("Server:MaxConnections: use 10 to 1000000; Twilio and the proxy in front keep several connections open each.");
        if (options.StopDelay < TimeSpan.Zero || options.StopDelay > LongestStopDelay)
            faults.Add("Server:StopDelay: use 00:00:00 to 00:02:00; as long as the balancer in front needs to notice that /health/ready says 503.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
