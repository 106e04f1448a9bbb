using System.Security.Claims;
using CallerAuth.Agents.Access;

namespace CallerAuth.Tests.Agents.Access;

public class ActorTests
{
    [Theory]
    [InlineData("agent:kari@nordlys.example", "sub=1", "preferred_username=kari@nordlys.example", "azp=console")]
    [InlineData("agent:1", "sub=1", "azp=console")]
    [InlineData("agent:1", "sub=1")]
    [InlineData("system:crm", "sub=crm", "client_id=crm")]
    [InlineData("system:crm", "azp=crm")]
    [InlineData("agent:unknown")]
    [InlineData("agent:kari", "preferred_username=ka\nri")]
    public void A_token_names_an_agent_or_a_system(string by, params string[] claims) => Assert.Equal(by, Actor.Of(Claims(claims), new ApiOptions()).By);

    [Theory]
    [InlineData("scope=openid verifications.read verifications.write")]
    [InlineData("scp=verifications.read", "scp=verifications.write")]
    [InlineData("scp=verifications.read verifications.write")]
    public void Scopes_stand_in_either_claim(params string[] claims)
    {
        var actor = Actor.Of(Claims(claims), new ApiOptions());

        Assert.True(actor.May(Scope.Read) && actor.May(Scope.Write));
    }

    [Fact]
    public void Without_a_claim_of_lines_in_the_settings_all_lines_are_meant_and_with_one_those_of_the_token_alone()
    {
        Assert.True(Actor.Of(Claims(), new ApiOptions()).MayActFor("+4721000000"));
        Assert.False(Actor.Of(Claims(), new ApiOptions { LinesClaim = "lines" }).MayActFor("+4721000000"));
        Assert.True(Actor.Of(Claims("lines=+4721000000 +4721000001"), new ApiOptions { LinesClaim = "lines" }).MayActFor("+4721000001"));
        Assert.False(Actor.Of(Claims("lines=*"), new ApiOptions { LinesClaim = "lines" }).MayActFor("+4721000000"));
    }

    [Fact]
    public void A_token_cannot_bring_the_claims_that_we_make()
    {
        var actor = Actor.Of(Claims("sub=1", "callerauth:by=system:root", "callerauth:scope=verifications.write", "callerauth:line=*"), new ApiOptions { LinesClaim = "lines" });

        Assert.Equal("agent:1", Actor.Of(actor.ToPrincipal("api")).By);
        Assert.False(Actor.Of(actor.ToPrincipal("api")).May(Scope.Write));
        Assert.False(Actor.Of(actor.ToPrincipal("api")).MayActFor("+4721000000"));
    }

    [Fact]
    public void Who_is_let_in_is_the_same_on_the_other_side()
    {
        var key = new ApiKeyOptions { Name = "crm", Scopes = [Scope.Read], Lines = ["+4721000000"] };

        var actor = Actor.Of(Actor.Of(key).ToPrincipal("api"));

        Assert.Equal("system:crm", actor.By);
        Assert.True(actor.May(Scope.Read) && !actor.May(Scope.Write));
        Assert.True(actor.MayActFor("+4721000000") && !actor.MayActFor("+4721000001"));
        Assert.Null(Actor.Of(Actor.Of(new ApiKeyOptions { Name = "all" }).ToPrincipal("api")).Lines);
    }

    private static List<Claim> Claims(params string[] claims) => [.. claims.Select(claim => new Claim(claim.Split('=')[0], claim.Split('=', 2)[1]))];
}
