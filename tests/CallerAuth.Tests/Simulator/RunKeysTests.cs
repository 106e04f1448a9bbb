using System.Text.Json.Nodes;
using CallerAuth.Simulator;

namespace CallerAuth.Tests.Simulator;

/// <summary>To find a key costs more than all else of a simulator's start, so a suite with hundreds of them finds each once.</summary>
public class RunKeysTests
{
    [Fact]
    public async Task A_second_provider_answers_with_the_key_that_the_first_one_found_under_a_name_of_its_own()
    {
        var (first, second) = (await KeyOfProviderAsync(), await KeyOfProviderAsync());

        Assert.Equal(first["n"]!.ToString(), second["n"]!.ToString());
        Assert.NotEqual(first["kid"]!.ToString(), second["kid"]!.ToString());
    }

    [Fact]
    public void A_clients_new_key_is_another_than_the_one_that_simulators_share()
    {
        using ClientKey shared = new(RunKeys.Client), other = new();

        Assert.NotEqual(shared.PublicJwk.N, other.PublicJwk.N);
    }

    [Fact]
    public async Task A_rotated_key_is_another_than_the_one_that_simulators_share()
    {
        await using var client = await RelyingParty.OpenAsync();
        var before = await KeyAsync(client);

        client.Provider.Tokens.RotateKey();

        Assert.NotEqual(before["n"]!.ToString(), (await KeyAsync(client))["n"]!.ToString());
    }

    private static async Task<JsonNode> KeyOfProviderAsync()
    {
        await using var client = await RelyingParty.OpenAsync();
        return await KeyAsync(client);
    }

    private static async Task<JsonNode> KeyAsync(RelyingParty client) => (await client.GetAsync("/.well-known/jwks"))["keys"]![0]!;
}
