using Microsoft.Extensions.Options;

namespace CallerAuth.Lines;

internal static class LinesSetup
{
    public static IServiceCollection AddLines(this IServiceCollection services)
    {
        services.AddOptions<LinesOptions>()
            .Configure<IConfiguration>(Read)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<LinesOptions>, LinesOptionsValidator>();
        services.AddSingleton<LineDirectory>();
        return services;
    }

    // The section is the dictionary itself, so there is no property to bind it to.
    private static void Read(LinesOptions options, IConfiguration configuration)
    {
        foreach (var section in WithoutNulls(configuration).GetChildren())
        {
            try
            {
                options.Lines[section.Key] = section.Get<LineOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new LineOptions();
            }
            catch (InvalidOperationException e)
            {
                // A word that is none of a setting's; told with the other faults instead of before them.
                options.Unreadable.Add($"{section.Path}: {e.Message} docs/configuration.md lists what a line may hold.");
            }
        }
    }

    // A null in the file is bound as null, over the defaults and into the lists; here it is as good as left out.
    private static IConfigurationSection WithoutNulls(IConfiguration configuration) => new ConfigurationBuilder()
        .AddInMemoryCollection(configuration.GetSection(LinesOptions.Section).AsEnumerable().Where(setting => setting.Value is not null))
        .Build()
        .GetSection(LinesOptions.Section);
}
