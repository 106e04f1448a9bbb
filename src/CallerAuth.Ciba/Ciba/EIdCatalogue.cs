using System.Diagnostics.CodeAnalysis;
using CallerAuth.Ciba.EIds;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

/// <summary>Every eID this installation knows: the two that ship, as configured, and those that exist by configuration alone.</summary>
internal sealed class EIdCatalogue(IOptions<EIdOptions> options)
{
    private static readonly EId[] Shipped = [NorwegianBankId.Record, SwedishBankId.Record];

    public IReadOnlyCollection<EId> All => options.Value.EIds.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out EId? eid) => options.Value.EIds.TryGetValue(name, out eid);

    /// <returns>Null where no eID is called that, or not any more.</returns>
    public EId? Find(string? name) => name is null ? null : options.Value.EIds.GetValueOrDefault(name);

    /// <summary>For names that were checked before: those of a configured line or of a stored verification.</summary>
    public EId Get(string name) => TryGet(name, out var eid) ? eid : throw new KeyNotFoundException($"There is no eID called {name}.");

    /// <summary>Merges the section <c>EIds</c> over what ships.</summary>
    internal static void Read(IConfigurationSection section, EIdOptions options)
    {
        foreach (var shipped in Shipped)
            options.EIds[shipped.Name] = shipped;

        foreach (var configured in section.GetChildren())
            options.EIds[configured.Key] = EIdSettings.Apply(configured, options.EIds.GetValueOrDefault(configured.Key), options.Faults);

        options.Faults.AddRange(options.EIds.Values.SelectMany(EIdRules.FaultsIn));
    }
}

/// <summary>Refuses to start with a faulty eID, and names every fault at once.</summary>
internal sealed class EIdOptionsValidator : IValidateOptions<EIdOptions>
{
    public ValidateOptionsResult Validate(string? name, EIdOptions options) =>
        options.Faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Faults);
}
