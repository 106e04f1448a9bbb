using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Store;

/// <summary>Refuses to start with a store that cannot work.</summary>
internal sealed class StoreOptionsValidator(IHostEnvironment environment) : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var faults = new List<string>();
        if (options.ConnectionString.Length == 0)
        {
            if (!options.Embedded && !environment.IsDevelopment())
                faults.Add("Store:ConnectionString: missing. Give a Redis or Valkey connection string (host:6379,…), or set Store:Embedded to true for a single instance that may forget its calls when it restarts.");
        }
        else if (options.Embedded)
        {
            faults.Add("Store:Embedded: true contradicts Store:ConnectionString, which is set. Keep one of the two.");
        }
        else
        {
            CheckConnectionString(options, faults);
        }

        if (options.KeyPrefix.Length == 0 || !options.KeyPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':'))
            faults.Add("Store:KeyPrefix: use letters, digits, '-', '_' or ':' (a brace would change the cluster slot of every key).");
        if (options.CommandTimeout < TimeSpan.FromMilliseconds(50) || options.CommandTimeout > TimeSpan.FromMilliseconds(1400))
            faults.Add("Store:CommandTimeout: use 00:00:00.050 to 00:00:01.400; a webhook makes two commands and must answer within three seconds.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckConnectionString(StoreOptions options, List<string> faults)
    {
        try
        {
            var server = ConfigurationOptions.Parse(options.ConnectionString);
            if (server.EndPoints.Count == 0)
                faults.Add("Store:ConnectionString: names no server. Write host:port first, for example redis.internal:6380,ssl=true,user=…,password=….");
            CheckTrustedCa(options.TrustedCaPath, server.Ssl, faults);
        }
        catch (ArgumentException)
        {
            // The exception repeats the string, which may hold a password.
            faults.Add("Store:ConnectionString: not readable as a StackExchange.Redis connection string (host:port,option=value,…).");
        }
    }

    private static void CheckTrustedCa(string path, bool isTls, List<string> faults)
    {
        if (path.Length == 0)
            return;
        if (!isTls)
            faults.Add("Store:TrustedCaPath: has no effect without TLS. Add ssl=true to Store:ConnectionString.");
        using var ca = TrustedCa.Load(path);
        if (ca is null)
            faults.Add($"Store:TrustedCaPath: no certificate can be read from {path}. Give a PEM file with the certificate of the CA.");
    }
}
