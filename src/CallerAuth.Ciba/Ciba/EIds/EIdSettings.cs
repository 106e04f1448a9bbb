using System.Globalization;
using CallerAuth.Identity;

namespace CallerAuth.Ciba.EIds;

/// <summary>
/// Reads the section <c>EIds:&lt;name&gt;</c> over the eID of that name, or over nothing. Written out instead of bound: a binder would add to lists where we replace,
/// pass over a misspelt key, and stop at the first fault.
/// </summary>
internal static class EIdSettings
{
    private static readonly Dictionary<string, Func<EId, string, EId>> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(EId.SpokenName)] = (eid, value) => eid with { SpokenName = value },
        [nameof(EId.AcrValues)] = (eid, value) => eid with { AcrValues = value },
        [nameof(EId.Scope)] = (eid, value) => eid with { Scope = value },
        [nameof(EId.LoginHint)] = (eid, value) => eid with { LoginHint = value },
        [nameof(EId.NationalIdKind)] = (eid, value) => eid with { NationalIdKind = Word<NationalIdKind>(value) },
        [nameof(EId.BindingMessage)] = (eid, value) => eid with { BindingMessage = Word<BindingMessageUse>(value) },
        [nameof(EId.ReturnsWordPair)] = (eid, value) => eid with { ReturnsWordPair = YesOrNo(value) },
        [nameof(EId.AuthorizationDetails)] = (eid, value) => eid with { AuthorizationDetails = value },
        [nameof(EId.LegacyCallInitiator)] = (eid, value) => eid with { LegacyCallInitiator = YesOrNo(value) },
        [nameof(EId.InboundOnly)] = (eid, value) => eid with { InboundOnly = YesOrNo(value) },
        [nameof(EId.SecondOrderCancelsFirst)] = (eid, value) => eid with { SecondOrderCancelsFirst = YesOrNo(value) },
        [nameof(EId.NationalIdClaim)] = (eid, value) => eid with { NationalIdClaim = value },
        [nameof(EId.BirthDateClaim)] = (eid, value) => eid with { BirthDateClaim = value.Length == 0 ? null : value },
        [nameof(EId.MaxAttempts)] = (eid, value) => eid with { MaxAttempts = Number(value) },
    };

    public static EId Apply(IConfigurationSection section, EId? shipped, List<string> faults)
    {
        var eid = shipped ?? new EId { Name = section.Key, AcrValues = "", NationalIdKind = default, NationalIdClaim = "", AcceptedAuthenticationTypes = [] };

        foreach (var setting in section.GetChildren())
        {
            try
            {
                if (Settings.TryGetValue(setting.Key, out var apply))
                    eid = apply(eid, setting.Value ?? "");
                else if (setting.Key.Equals(nameof(EId.AcceptedAuthenticationTypes), StringComparison.OrdinalIgnoreCase))
                    eid = eid with { AcceptedAuthenticationTypes = [.. setting.GetChildren().Select(type => type.Value ?? "")] };
                else if (setting.Key.Equals(nameof(EId.Progress), StringComparison.OrdinalIgnoreCase))
                    eid = eid with { Progress = Merged(eid.Progress, setting) };
                else
                    faults.Add($"{setting.Path}: no such setting; an eID has {string.Join(", ", Settings.Keys)}, {nameof(EId.AcceptedAuthenticationTypes)} and {nameof(EId.Progress)}");
            }
            catch (FormatException fault)
            {
                faults.Add($"{setting.Path}: {fault.Message}");
            }
        }

        if (shipped is null && section[nameof(EId.NationalIdKind)] is null)
            faults.Add($"{section.Path}:{nameof(EId.NationalIdKind)}: missing; write {nameof(NationalIdKind.Fodselsnummer)} or {nameof(NationalIdKind.Personnummer)}");

        // Most eIDs answer with the very value that was asked for.
        return eid.AcceptedAuthenticationTypes.Count == 0 && eid.AcrValues.Length > 0 ? eid with { AcceptedAuthenticationTypes = [eid.AcrValues] } : eid;
    }

    private static Dictionary<string, PendingStep> Merged(IReadOnlyDictionary<string, PendingStep> shipped, IConfigurationSection section)
    {
        var progress = new Dictionary<string, PendingStep>(shipped, StringComparer.OrdinalIgnoreCase);
        foreach (var step in section.GetChildren())
            progress[step.Key] = Word<PendingStep>(step.Value ?? "");
        return progress;
    }

    private static T Word<T>(string value)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(value, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(value, ignoreCase: true)
            : throw new FormatException($"\"{value}\" is none of {string.Join(", ", Enum.GetNames<T>())}");

    private static bool YesOrNo(string value) =>
        bool.TryParse(value, out var yes) ? yes : throw new FormatException($"\"{value}\" is neither true nor false");

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"\"{value}\" is no whole number");
}
