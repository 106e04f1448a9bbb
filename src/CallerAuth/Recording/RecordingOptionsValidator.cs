using Microsoft.Extensions.Options;

namespace CallerAuth.Recording;

/// <summary>Refuses to record real callers by an oversight, and a directory that is not there: a recording that is missed is missed for good.</summary>
internal sealed class RecordingOptionsValidator(IHostEnvironment environment) : IValidateOptions<RecordingOptions>
{
    public ValidateOptionsResult Validate(string? name, RecordingOptions options)
    {
        if (!options.IsOn)
            return ValidateOptionsResult.Success;
        List<string> faults = [];
        if (environment.IsProduction() && !options.InProduction)
            faults.Add("Recording:Directory: this is Production, where callers are real. Read docs/replay.md, and then set Recording:InProduction to true or leave Recording:Directory empty.");
        if (!Directory.Exists(options.Directory))
            faults.Add("Recording:Directory: there is no such directory. Make it, writable for the service and readable for nobody else, or leave the setting empty.");
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
