using CallerAuth.Fuzz.Targets;
using CallerAuth.Identity;
using CsCheck;

namespace CallerAuth.Tests.Fuzz;

/// <summary>Every reader of untrusted bytes, on changed seeds and on anything; the promises themselves are in the targets.</summary>
public class ReaderPropertyTests
{
    private const int Times = 400;

    /// <summary>For a target that asks a whole room, or makes signatures.</summary>
    private const int FewTimes = 120;

    [Theory]
    [InlineData("webhook", FewTimes)]
    [InlineData("twilio-address", Times)]
    [InlineData("provider-answer", Times)]
    [InlineData("discovery", FewTimes)]
    [InlineData("id-token", FewTimes)]
    [InlineData("id-token-claims", FewTimes)]
    [InlineData("id-token-edit", FewTimes)]
    [InlineData("national-id", Times)]
    [InlineData("word-pair", Times)]
    [InlineData("ids", Times)]
    [InlineData("prompts", Times)]
    [InlineData("line-settings", FewTimes)]
    [InlineData("sealed", FewTimes)]
    [InlineData("handoff", FewTimes)]
    [InlineData("twiml", Times)]
    public void No_input_breaks_a_readers_promises(string target, int times) => Corpus.TryTarget(target, times);

    [Fact]
    public void Any_text_is_a_word_pair_or_is_none() => Words.Try(4 * Times, WordPairTarget.Check);

    [Fact]
    public void Digits_that_are_accepted_have_right_check_digits() => Gen.Select(Keyed, Gen.Enum<NationalIdKind>(), Gen.Bool, Gen.Bool).Try(
        25 * Times,
        keyed => NationalIdTarget.Check(keyed.Item1, keyed.Item2, new NationalIdRules { AllowSynthetic = keyed.Item3, AllowTenDigits = keyed.Item4 }));

    [Fact]
    public void A_form_is_believed_with_its_own_signature_and_no_other() => Gen.Select(Fields, Gen.String).Try(FewTimes, form =>
    {
        var body = string.Join('&', form.Item1.Select(field => $"{Uri.EscapeDataString(field.Item1)}={Uri.EscapeDataString(field.Item2)}"));
        WebhookTarget.Check("application/x-www-form-urlencoded", Uri.EscapeDataString(form.Item2), form.Item2, System.Text.Encoding.ASCII.GetBytes(body));
    });

    [Fact]
    public void A_claim_reaches_an_agent_as_it_is_or_without_what_cannot_be_written() =>
        Gen.Dictionary(Gen.String[1, 12], Gen.String).Try(2 * FewTimes, claims => HandoffTarget.Check(new Dictionary<string, string>(claims, StringComparer.Ordinal)));

    [Fact]
    public void Text_in_TwiML_is_read_as_it_was_written() => Gen.Select(Gen.String, Gen.String, Gen.String).Try(Times, texts => TwimlTarget.Check(texts.Item1, texts.Item2, texts.Item3));

    // Dates lie close to right ones, so that the check digits are reached and one in some hundred is accepted.
    private static Gen<string> Keyed { get; } = Gen.OneOf(
        Gen.Select(Gen.Int[1, 80], Gen.Int[1, 99], Gen.Int[0, 99], Gen.Int[0, 99999], (day, month, year, rest) => $"{day:D2}{month:D2}{year:D2}{rest:D5}"),
        Gen.Select(Gen.Int[1800, 2030], Gen.Int[0, 13], Gen.Int[0, 92], Gen.Int[0, 9999], (year, month, day, rest) => $"{year:D4}{month:D2}{day:D2}{rest:D4}"),
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 13], Gen.Int[0, 92], Gen.Int[0, 9999], (year, month, day, rest) => $"{year:D2}{month:D2}{day:D2}{rest:D4}"));

    private static Gen<string> Words { get; } = Gen.OneOf(
        Gen.String,
        Gen.Select(Gen.Int[0, 15], Gen.Char).Array[0, 24].Select(parts => string.Concat(parts.Select(part => part.Item1 < 15 ? "ab å-'’\u0301\u00a0X"[part.Item1 % 10] : part.Item2))));

    private static Gen<(string, string)[]> Fields { get; } =
        Gen.Select(Gen.OneOf(Gen.Const("Digits"), Gen.Const("CallSid"), Gen.Const("digits"), Gen.String[0, 8]), Gen.OneOf(Gen.Const("CA0123456789abcdef0123456789abcdef"), Gen.String[0, 300])).Array[0, 6];
}
