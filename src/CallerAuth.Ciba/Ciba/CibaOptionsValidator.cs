using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>Refuses to start with a faulty section <c>Ciba</c>; each line names the key, the fault and the mend, and none holds a secret.</summary>
internal sealed class CibaOptionsValidator : IValidateOptions<CibaOptions>
{
    public static readonly string[] Algorithms = ["RS256", "PS256", "ES256"];

    private const int ConnectionsMax = 10_000;
    private const int ThroughputMax = 1_000_000;

    private static readonly TimeSpan RequestTimeoutMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartTimeoutMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TokenAgeMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan BreakerTimeMin = TimeSpan.FromMilliseconds(500); // Polly's own.
    private static readonly TimeSpan BreakerTimeMax = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, CibaOptions options)
    {
        string[] faults = [.. FaultsIn(options).Select(fault => $"{CibaOptions.Section}:{fault}")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsIn(CibaOptions options) =>
        FaultsInAddresses(options).Concat(FaultsInClient(options)).Concat(FaultsInNumbers(options)).Concat(FaultsInConnections(options)).Concat(FaultsInCircuitBreaker(options.CircuitBreaker));

    private static IEnumerable<string> FaultsInAddresses(CibaOptions options)
    {
        if (options.Authority.Length == 0)
            yield return "Authority: missing; write the provider's address, such as https://YOUR_DOMAIN.idura.broker";
        else if (ProviderAddress.FaultIn(options.Authority) is { } fault)
            yield return $"Authority: {fault}";
        else if (options.Authority.Contains('?', StringComparison.Ordinal))
            yield return "Authority: holds a query; leave out everything from the ?";

        (string Key, string Value)[] optional =
        [
            (nameof(options.Issuer), options.Issuer),
            (nameof(options.BackchannelAuthenticationEndpoint), options.BackchannelAuthenticationEndpoint),
            (nameof(options.TokenEndpoint), options.TokenEndpoint),
        ];
        foreach (var (key, value) in optional)
        {
            if (value.Length > 0 && ProviderAddress.FaultIn(value) is { } fault)
                yield return $"{key}: {fault}";
        }
    }

    private static IEnumerable<string> FaultsInClient(CibaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return "ClientId: missing; write the client id of the provider's application";

        switch (options.ClientAuthentication)
        {
            case ClientAuthentication.PrivateKeyJwt:
                if (!Algorithms.Contains(options.SigningAlgorithm, StringComparer.Ordinal))
                    yield return $"SigningAlgorithm: \"{options.SigningAlgorithm}\" is none of {string.Join(", ", Algorithms)}";
                else if (!SigningKey.TryLoad(options, out _, out var fault))
                    yield return $"PrivateKeyPath: {fault}";
                break;
            case ClientAuthentication.ClientSecretBasic or ClientAuthentication.ClientSecretPost:
                if (string.IsNullOrWhiteSpace(options.ClientSecret))
                    yield return $"ClientSecret: missing, and {options.ClientAuthentication} needs it; set it by an environment variable or user secrets";
                break;
            default:
                yield return $"ClientAuthentication: \"{options.ClientAuthentication}\" is none of {ClientAuthentication.PrivateKeyJwt}, {ClientAuthentication.ClientSecretBasic}, {ClientAuthentication.ClientSecretPost}";
                break;
        }
    }

    private static IEnumerable<string> FaultsInNumbers(CibaOptions options)
    {
        foreach (var algorithm in options.IdTokenSigningAlgorithms)
        {
            if (!Algorithms.Contains(algorithm, StringComparer.Ordinal))
                yield return $"IdTokenSigningAlgorithms: \"{algorithm}\" is none of {string.Join(", ", Algorithms)}";
        }

        if (options.RequestTimeout <= TimeSpan.Zero || options.RequestTimeout > RequestTimeoutMax)
            yield return $"RequestTimeout: {options.RequestTimeout} is not between 0 and {RequestTimeoutMax}";
        if (options.StartTimeout <= TimeSpan.Zero || options.StartTimeout > StartTimeoutMax)
            yield return $"StartTimeout: {options.StartTimeout} is not between 0 and {StartTimeoutMax}";
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > ClockSkewMax)
            yield return $"ClockSkew: {options.ClockSkew} is not between 0 and {ClockSkewMax}";
        if (options.MaxTokenAge <= TimeSpan.Zero || options.MaxTokenAge > TokenAgeMax)
            yield return $"MaxTokenAge: {options.MaxTokenAge} is not between 0 and {TokenAgeMax}";
    }

    private static IEnumerable<string> FaultsInConnections(CibaOptions options)
    {
        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > StartTimeoutMax)
            yield return $"ConnectTimeout: {options.ConnectTimeout} is not between 0 and {StartTimeoutMax}";
        if (options.MaxConnections is < 1 or > ConnectionsMax)
            yield return $"MaxConnections: {options.MaxConnections} is not between 1 and {ConnectionsMax}";
        if (!Enum.IsDefined(options.TokenDelivery))
            yield return $"TokenDelivery: \"{options.TokenDelivery}\" is none of {string.Join(", ", Enum.GetNames<TokenDelivery>())}";
        if (!Enum.IsDefined(options.Protocol))
            yield return $"Protocol: \"{options.Protocol}\" is none of {string.Join(", ", Enum.GetNames<ProviderProtocol>())}";
    }

    private static IEnumerable<string> FaultsInCircuitBreaker(CibaOptions.Breaker breaker)
    {
        const string Section = nameof(CibaOptions.CircuitBreaker);
        if (breaker.FailurePercent is < 1 or > 100)
            yield return $"{Section}:FailurePercent: {breaker.FailurePercent} is not between 1 and 100";
        if (breaker.MinimumThroughput is < 2 or > ThroughputMax)
            yield return $"{Section}:MinimumThroughput: {breaker.MinimumThroughput} is not between 2 and {ThroughputMax}";
        if (breaker.SamplingDuration < BreakerTimeMin || breaker.SamplingDuration > BreakerTimeMax)
            yield return $"{Section}:SamplingDuration: {breaker.SamplingDuration} is not between {BreakerTimeMin} and {BreakerTimeMax}";
        if (breaker.BreakDuration < BreakerTimeMin || breaker.BreakDuration > BreakerTimeMax)
            yield return $"{Section}:BreakDuration: {breaker.BreakDuration} is not between {BreakerTimeMin} and {BreakerTimeMax}";
    }
}
