using System.Security.Claims;

namespace CallerAuth.Agents.Access;

/// <summary>Somebody of the company's who was let in: who they are in the audit trail, what they may do, and for which lines.</summary>
/// <param name="By"><c>agent:</c> or <c>system:</c> and a name.</param>
/// <param name="Lines">Null for all.</param>
internal sealed record Actor(string By, IReadOnlySet<string> Scopes, IReadOnlySet<string>? Lines)
{
    private const string Agent = "agent:";
    private const string System = "system:";
    private const int NameMax = 100;

    /// <summary>In a principal of ours; tokens cannot bring claims of these names, because only what is read from them is kept.</summary>
    private const string ByClaim = "callerauth:by";
    private const string ScopeClaim = "callerauth:scope";
    private const string LineClaim = "callerauth:line";
    private const string AllLines = "*";

    public static Actor Of(ApiKeyOptions key) => new(
        System + key.Name, key.Scopes.ToHashSet(StringComparer.Ordinal), key.Lines.Count == 0 ? null : key.Lines.ToHashSet(StringComparer.Ordinal));

    /// <summary>From the claims of an access token that was checked. Scopes stand in <c>scope</c> (RFC 8693 §4.2) or <c>scp</c>.</summary>
    public static Actor Of(IReadOnlyCollection<Claim> token, ApiOptions options) => new(
        NameIn(token, options.NameClaim),
        Words(token, "scope").Concat(Words(token, "scp")).ToHashSet(StringComparer.Ordinal),
        options.LinesClaim.Length == 0 ? null : Words(token, options.LinesClaim).ToHashSet(StringComparer.Ordinal));

    public static Actor Of(ClaimsPrincipal principal)
    {
        var lines = principal.FindAll(LineClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        return new(
            principal.FindFirstValue(ByClaim) ?? throw new InvalidOperationException("Nobody was let in."),
            principal.FindAll(ScopeClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            lines.Contains(AllLines) ? null : lines);
    }

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ByClaim, By),
            .. Scopes.Select(scope => new Claim(ScopeClaim, scope)),
            .. (Lines ?? new HashSet<string>(StringComparer.Ordinal) { AllLines }).Select(line => new Claim(LineClaim, line)),
        ],
        scheme));

    public bool May(string scope) => Scopes.Contains(scope);

    public bool MayActFor(string line) => Lines is null || Lines.Contains(line);

    // A client that acts for itself has no agent's name and, by RFC 9068 §2.2, its own id as subject.
    private static string NameIn(IReadOnlyCollection<Claim> token, string nameClaim)
    {
        var client = Find(token, "client_id") ?? Find(token, "azp") ?? Find(token, "appid");
        var subject = Find(token, "sub");
        if (Find(token, nameClaim) is { } name)
            return Agent + Printable(name);
        return client is not null && (subject is null || subject == client) ? System + Printable(client) : Agent + Printable(subject ?? "unknown");
    }

    private static string? Find(IEnumerable<Claim> token, string type) => token.FirstOrDefault(claim => claim.Type == type && claim.Value.Length > 0)?.Value;

    private static IEnumerable<string> Words(IEnumerable<Claim> token, string type) =>
        token.Where(claim => claim.Type == type).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Printable(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(NameMax));
}
