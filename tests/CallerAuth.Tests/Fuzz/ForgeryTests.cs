using CallerAuth.Ciba;
using CallerAuth.Fuzz;
using CallerAuth.Fuzz.Targets;

namespace CallerAuth.Tests.Fuzz;

/// <summary>What was signed or sealed and then changed is never believed, wherever the change lies.</summary>
public class ForgeryTests
{
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Each is put into every fifth place; the places of all of them together are every place.</summary>
    private static readonly string[] Inserted = ["A", "=", ".", " ", "\n"];

    [Fact]
    public void The_good_token_is_believed() => IdTokenEditTarget.Check(Provider.Token);

    [Fact]
    public void No_character_of_a_token_can_be_another() => Assert.All(Enumerable.Range(0, Provider.Token.Length), place =>
    {
        var now = Provider.Token[place];
        IdTokenEditTarget.Check(Replaced(place, now == 'A' ? 'B' : 'A'));
        IdTokenEditTarget.Check(Replaced(place, (char)(now ^ 1)));
    });

    [Fact]
    public void No_character_of_a_token_can_be_left_out() =>
        Assert.All(Enumerable.Range(0, Provider.Token.Length), place => IdTokenEditTarget.Check(Provider.Token.Remove(place, 1)));

    [Fact]
    public void Nothing_can_be_put_into_a_token() =>
        Assert.All(Enumerable.Range(0, Provider.Token.Length + 1), place => IdTokenEditTarget.Check(Provider.Token.Insert(place, Inserted[place % Inserted.Length])));

    [Fact]
    public void No_other_spelling_of_the_same_signature_is_taken() =>
        Assert.All(Base64Url, last => IdTokenEditTarget.Check(Provider.Token[..^1] + last));

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData("A")]
    [InlineData(".")]
    [InlineData("\0")]
    [InlineData("%3D")]
    public void No_part_of_a_token_may_be_padded(string padding)
    {
        var parts = Provider.Token.Split('.');

        Assert.All(Enumerable.Range(0, parts.Length), i => Assert.IsType<PollResult.Failed>(
            Provider.Read(string.Join('.', parts.Select((part, j) => i == j ? part + padding : part)))));
    }

    [Fact]
    public void No_bit_of_a_sealed_box_can_be_turned_over()
    {
        var box = SealedTarget.Box();

        Assert.All(Enumerable.Range(0, 8 * box.Length), bit => SealedTarget.CheckChange(box, bit));
    }

    private static string Replaced(int place, char with) => Provider.Token.Remove(place, 1).Insert(place, with.ToString());
}
