using System.Security.Claims;
using CallerAuth.Agents.Access;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Agents.Access;

public class ActorTests
{
    private const string Nordlys = "+4721000000";
    private const string Vestlys = "+4721000003";
    private const string OfNoLine = "+4799999999";

    private static readonly ApiOptions WithLines = new() { LinesClaim = "lines" };

    private static readonly LineDirectory Lines = new(
        Options.Create(new LinesOptions { Lines = { [Nordlys] = Some.LineOptions(), [Vestlys] = Some.LineOptions(line => line.Name = "Vestlys Forsikring"), ["*"] = Some.LineOptions(line => line.Name = "Rest") } }), Some.EIds);

    [Theory]
    [InlineData("agent:kari@nordlys.example", "sub=1", "preferred_username=kari@nordlys.example", "azp=console")]
    [InlineData("agent:1", "sub=1", "azp=console")]
    [InlineData("agent:1", "sub=1")]
    [InlineData("system:crm", "sub=crm", "client_id=crm")]
    [InlineData("system:crm", "azp=crm")]
    [InlineData("agent:unknown")]
    [InlineData("agent:kari", "preferred_username=ka\nri")]
    public void A_token_names_an_agent_or_a_system(string by, params string[] claims) => Assert.Equal(by, Actor.Of(Claims(claims), new ApiOptions(), Lines).By);

    [Theory]
    [InlineData("scope=openid verifications.read verifications.write")]
    [InlineData("scp=verifications.read", "scp=verifications.write")]
    [InlineData("scp=verifications.read verifications.write")]
    public void Scopes_stand_in_either_claim(params string[] claims)
    {
        var actor = Actor.Of(Claims(claims), new ApiOptions(), Lines);

        Assert.True(actor.May(Scope.Read) && actor.May(Scope.Write));
    }

    [Fact]
    public void Without_a_claim_of_lines_in_the_settings_all_lines_are_meant() =>
        Assert.True(Actor.Of(Claims(), new ApiOptions(), Lines).MayActFor(Nordlys, Lines));

    /// <summary>A provider that says <c>*</c>, or nothing, has not opened every line: only the value that the settings name does.</summary>
    [Theory]
    [InlineData(new string[0], new string[0])]
    [InlineData(new[] { "lines=+4721000000 +4721000003" }, new[] { Nordlys, Vestlys })]
    [InlineData(new[] { "lines=+4721000000", "lines=+4721000003" }, new[] { Nordlys, Vestlys })]
    [InlineData(new[] { "lines=Vestlys Forsikring" }, new[] { Vestlys })]
    [InlineData(new[] { "lines=*" }, new[] { OfNoLine })]
    [InlineData(new[] { "lines=* +4721000000" }, new[] { Nordlys, OfNoLine })]
    [InlineData(new[] { "lines=+4799999999" }, new[] { OfNoLine })]
    [InlineData(new[] { "callerauth:all-lines=true" }, new string[0])]
    [InlineData(new[] { "lines=every-line" }, new[] { Nordlys, Vestlys, OfNoLine })]
    public void A_bearer_acts_for_the_lines_of_the_token_alone(string[] claims, string[] lines)
    {
        var options = new ApiOptions { LinesClaim = "lines", AllLinesValue = "every-line" };

        // As it is after the way through the principal, which is how a request has it.
        var actor = Actor.Of(Actor.Of(Claims(claims), options, Lines).ToPrincipal("api"));

        Assert.Equal(lines, new[] { Nordlys, Vestlys, OfNoLine }.Where(number => actor.MayActFor(number, Lines)));
    }

    [Fact]
    public void Without_a_value_for_all_lines_no_value_stands_for_them() =>
        Assert.False(Actor.Of(Claims("lines="), WithLines, Lines).MayActFor(Nordlys, Lines));

    [Fact]
    public void A_token_cannot_bring_the_claims_that_we_make()
    {
        var actor = Actor.Of(Claims("sub=1", "callerauth:by=system:root", "callerauth:scope=verifications.write", "callerauth:line=+4721000000", "callerauth:all-lines=true"), WithLines, Lines);

        Assert.Equal("agent:1", Actor.Of(actor.ToPrincipal("api")).By);
        Assert.False(Actor.Of(actor.ToPrincipal("api")).May(Scope.Write));
        Assert.False(Actor.Of(actor.ToPrincipal("api")).MayActFor(Nordlys, Lines));
    }

    [Fact]
    public void Who_is_let_in_is_the_same_on_the_other_side()
    {
        var key = new ApiKeyOptions { Name = "crm", Scopes = [Scope.Read], Lines = ["+4721000000"] };

        var actor = Actor.Of(Actor.Of(key).ToPrincipal("api"));

        Assert.Equal("system:crm", actor.By);
        Assert.True(actor.May(Scope.Read) && !actor.May(Scope.Write));
        Assert.True(actor.MayActFor(Nordlys, Lines) && !actor.MayActFor(Vestlys, Lines));
        Assert.Null(Actor.Of(Actor.Of(new ApiKeyOptions { Name = "all" }).ToPrincipal("api")).Lines);
    }

    private static List<Claim> Claims(params string[] claims) => [.. claims.Select(claim => new Claim(claim.Split('=')[0], claim.Split('=', 2)[1]))];
}
