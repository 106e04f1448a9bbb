using System.Security.Claims;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Access;

/// <summary>Somebody of the company's who was let in: who they are in the audit trail, what they may do, and for which lines.</summary>
/// <param name="By"><c>agent:</c> or <c>system:</c> and a name.</param>
/// <param name="Lines">Numbers, and keys under <c>Lines</c>; null for all.</param>
internal sealed record Actor(string By, IReadOnlySet<string> Scopes, IReadOnlySet<string>? Lines)
{
    private const string Agent = "agent:";
    private const string System = "system:";
    private const int NameMax = 100;

    /// <summary>In a principal of ours; tokens cannot bring claims of these names, because only what is read from them is kept.</summary>
    private const string ByClaim = "callerauth:by";
    private const string ScopeClaim = "callerauth:scope";
    private const string LineClaim = "callerauth:line";

    /// <summary>By itself, so that no number and no key of a line can stand for all: <c>*</c> is the line of the numbers that have none.</summary>
    private const string AllLinesClaim = "callerauth:all-lines";

    public static Actor Of(ApiKeyOptions key) => new(
        System + key.Name, key.Scopes.ToHashSet(StringComparer.Ordinal), key.Lines.Count == 0 ? null : key.Lines.ToHashSet(StringComparer.Ordinal));

    /// <summary>From the claims of an access token that was checked. Scopes stand in <c>scope</c> (RFC 8693 §4.2) or <c>scp</c>.</summary>
    public static Actor Of(IReadOnlyCollection<Claim> token, ApiOptions options, LineDirectory lines) => new(
        NameIn(token, options.NameClaim),
        Words(token, "scope").Concat(Words(token, "scp")).ToHashSet(StringComparer.Ordinal),
        options.LinesClaim.Length == 0 ? null : LinesIn(token, options, lines));

    public static Actor Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ByClaim) ?? throw new InvalidOperationException("Nobody was let in."),
        principal.FindAll(ScopeClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
        principal.HasClaim(AllLinesClaim, "true") ? null : principal.FindAll(LineClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal));

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        List<Claim> claims = [new(ByClaim, By), .. Scopes.Select(scope => new Claim(ScopeClaim, scope))];
        if (Lines is null)
            claims.Add(new Claim(AllLinesClaim, "true"));
        claims.AddRange((Lines ?? new HashSet<string>()).Select(line => new Claim(LineClaim, line)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    public bool May(string scope) => Scopes.Contains(scope);

    public bool MayActFor(string number, LineDirectory lines) => Lines is null || Lines.Contains(number) || Lines.Contains(lines.KeyOf(number));

    // Numbers stand alone or with spaces between; a company's name may have spaces in it.
    private static HashSet<string>? LinesIn(IReadOnlyCollection<Claim> token, ApiOptions options, LineDirectory lines)
    {
        var said = token.Where(claim => claim.Type == options.LinesClaim).Select(claim => claim.Value.Trim()).Concat(Words(token, options.LinesClaim)).ToHashSet(StringComparer.Ordinal);
        if (options.AllLinesValue.Length > 0 && said.Contains(options.AllLinesValue))
            return null;
        return [.. said.Where(one => one != LinesOptions.AnyOther), .. said.SelectMany(lines.Named)];
    }

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
