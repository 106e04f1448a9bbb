using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Access;

/// <summary>Refuses settings by which the wrong ones would be let in, or nobody who should be.</summary>
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var faults = new List<string>();
        if (options.Authority.Length > 0 && !IsSafe(options.Authority))
            faults.Add("Api:Authority: not an https address. Give the identity provider's issuer, such as https://login.example; plain http is for loopback alone.");
        if (options.Authority.Length > 0 && options.Audience.Length == 0)
            faults.Add("Api:Audience: missing. Give what access tokens for this API name in aud; without it, tokens for other systems would be let in.");
        if (options.Authority.Length == 0 && options.Audience.Length > 0)
            faults.Add("Api:Authority: missing beside Api:Audience. Give the identity provider's issuer, or take Api:Audience out.");
        if (AllLines.FaultIn(ApiOptions.Section, options.LinesClaim, options.AllLinesValue) is { } fault)
            faults.Add(fault);
        for (var i = 0; i < options.Keys.Count; i++)
            Check($"Api:Keys:{i}", options.Keys[i], faults);
        if (HasDoubles(options.Keys.Select(key => key.Name)))
            faults.Add("Api:Keys: two keys have one name, so the audit trail could not tell them apart. Rename one.");
        if (HasDoubles(options.Keys.Select(key => key.Sha256).Where(hash => hash.Length > 0)))
            faults.Add("Api:Keys: one key stands there twice. Make a key for each system with `api-key new NAME`.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(string key, ApiKeyOptions options, List<string> faults)
    {
        if (!ApiKey.IsName(options.Name))
            faults.Add($"{key}:Name: use 1 to 40 letters, digits, '.', '-' or '_'.");
        if (!Sha256().IsMatch(options.Sha256))
            faults.Add($"{key}:Sha256: not the hash of a key (64 hex digits). Run `api-key new NAME`, which prints it.");
        if (options.Scopes.Count == 0)
            faults.Add($"{key}:Scopes: missing. List {string.Join(" or ", Scope.All)}, or both.");
        if (options.Scopes.Except(Scope.All, StringComparer.Ordinal).Any())
            faults.Add($"{key}:Scopes: lists something unknown. Use {string.Join(" and ", Scope.All)}.");
        if (options.Lines.Any(line => !E164().IsMatch(line)))
            faults.Add($"{key}:Lines: use numbers in E.164 form (+4721000000), or leave it out for all lines.");
    }

    private static bool HasDoubles(IEnumerable<string> words) => words.GroupBy(word => word, StringComparer.OrdinalIgnoreCase).Any(group => group.Skip(1).Any());

    private static bool IsSafe(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    [GeneratedRegex(@"^[0-9a-fA-F]{64}\z", RegexOptions.None, 1000)]
    private static partial Regex Sha256();

    [GeneratedRegex(@"^\+[1-9][0-9]{4,14}\z", RegexOptions.None, 1000)]
    private static partial Regex E164();
}
