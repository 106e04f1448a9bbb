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
            CheckConnectionString(options.ConnectionString, faults);
        }

        if (options.KeyPrefix.Length == 0 || !options.KeyPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':'))
            faults.Add("Store:KeyPrefix: use letters, digits, '-', '_' or ':' (a brace would change the cluster slot of every key).");
        if (options.CommandTimeout < TimeSpan.FromMilliseconds(50) || options.CommandTimeout > TimeSpan.FromMilliseconds(1400))
            faults.Add("Store:CommandTimeout: use 00:00:00.050 to 00:00:01.400; a webhook makes two commands and must answer within three seconds.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckConnectionString(string connectionString, List<string> faults)
    {
        try
        {
            if (ConfigurationOptions.Parse(connectionString).EndPoints.Count == 0)
                faults.Add("Store:ConnectionString: names no server. Write host:port first, for example redis.internal:6380,ssl=true,user=…,password=….");
        }
        catch (ArgumentException)
        {
            // The exception repeats the string, which may hold a password.
            faults.Add("Store:ConnectionString: not readable as a StackExchange.Redis connection string (host:port,option=value,…).");
        }
    }
}
