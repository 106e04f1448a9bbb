using System.Globalization;
using System.Security.Claims;
using CallerAuth.Lines;

namespace CallerAuth.Agents.Console;

/// <summary>Who is signed in at the console: as much of the provider's claims as the console needs, kept in the cookie.</summary>
/// <param name="Session">Names this sign-in, so that a sign-out ends it in every window and on every instance.</param>
/// <param name="Until">When the provider must say it again: what it has taken away meanwhile, a role or an account, counts from then on.</param>
/// <param name="Lines">Keys of the lines the agent may see; null for all.</param>
/// <param name="Addresses">Where the agent takes calls.</param>
internal sealed record Agent(string Subject, string Name, string Session, DateTimeOffset Until, IReadOnlyList<string>? Lines, IReadOnlyList<string> Addresses)
{
    /// <summary>The most that a sign-in can last.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const string SubjectClaim = "sub";
    private const string NameClaim = "name";
    private const string SessionClaim = "session";
    private const string UntilClaim = "until";
    private const string LineClaim = "line";
    private const string AllLinesClaim = "all_lines";
    private const string AddressClaim = "address";

    /// <summary>As the audit trail and the desk know the agent.</summary>
    public string AskedBy => "agent:" + Subject;

    public bool MaySee(string line) => Lines is null || Lines.Contains(line, StringComparer.Ordinal);

    /// <returns>Null when the provider's claims do not make an agent.</returns>
    public static Agent? FromProvider(ClaimsPrincipal user, SignInOptions options, LineDirectory lines, DateTimeOffset now)
    {
        var required = user.FindAll(options.RequiredClaim).Select(claim => claim.Value);
        if (user.FindFirst(SubjectClaim)?.Value is not { Length: > 0 } subject || !required.Any(value => options.RequiredValue.Length == 0 || value == options.RequiredValue))
            return null;
        var name = user.FindFirst(options.NameClaim)?.Value is { Length: > 0 } given ? given : subject;
        return new Agent(
            subject,
            name,
            Guid.NewGuid().ToString("N"),
            now + options.AskAgainAfter,
            LinesOf(user, options, lines),
            options.AddressClaim.Length == 0 ? [] : [.. user.FindAll(options.AddressClaim).Select(claim => claim.Value).Distinct(StringComparer.Ordinal)]);
    }

    /// <returns>Null when nobody is signed in, or so long ago that the provider must say it again, however often the cookie was renewed.</returns>
    public static Agent? From(ClaimsPrincipal? user, DateTimeOffset now)
    {
        if (user?.Identity?.IsAuthenticated != true || user.FindFirst(SessionClaim)?.Value is not { } session || user.FindFirst(SubjectClaim)?.Value is not { } subject
            || !long.TryParse(user.FindFirst(UntilClaim)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        var until = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return now >= until
            ? null
            : new Agent(
                subject,
                user.FindFirst(NameClaim)?.Value ?? subject,
                session,
                until,
                user.HasClaim(AllLinesClaim, "true") ? null : [.. user.FindAll(LineClaim).Select(claim => claim.Value)],
                [.. user.FindAll(AddressClaim).Select(claim => claim.Value)]);
    }

    /// <summary>Without the agent.</summary>
    public override string ToString() => $"Agent({Session})";

    public ClaimsPrincipal ToPrincipal()
    {
        List<Claim> claims = [new(SubjectClaim, Subject), new(NameClaim, Name), new(SessionClaim, Session), new(UntilClaim, Until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))];
        if (Lines is null)
            claims.Add(new Claim(AllLinesClaim, "true"));
        claims.AddRange((Lines ?? []).Select(line => new Claim(LineClaim, line)));
        claims.AddRange(Addresses.Select(address => new Claim(AddressClaim, address)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "agent", NameClaim, roleType: "role"));
    }

    private static IReadOnlyList<string>? LinesOf(ClaimsPrincipal user, SignInOptions options, LineDirectory lines)
    {
        var said = user.FindAll(options.LinesClaim).Select(claim => claim.Value).ToArray();
        return options.LinesClaim.Length == 0 || (options.AllLinesValue.Length > 0 && said.Contains(options.AllLinesValue, StringComparer.Ordinal))
            ? null
            : [.. said.SelectMany(lines.Named).Distinct(StringComparer.Ordinal)];
    }
}
