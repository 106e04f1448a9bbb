using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using CallerAuth.Voice;
using Heard = CallerAuth.Simulator.Telephony.Speech;

namespace CallerAuth.Tests.Contracts;

/// <summary>Every prompt as a caller could hear it, and a mark by which its text is known again.</summary>
internal static class PromptLengths
{
    public const string Words = "Frekk Julekos";

    private static readonly Prompts Prompts = new();

    // Not spoken, but shown in the app, or spoken inside another one.
    private static readonly PromptKey[] NotSpoken = [PromptKey.BindingMessage, PromptKey.OutboundBindingMessage, PromptKey.EidNoBankId, PromptKey.EidSeBankId];

    public static IEnumerable<PromptKey> Spoken => Enum.GetValues<PromptKey>().Except(NotSpoken);

    public static Heard Of(PromptKey key, string language) => Heard.Of(new XElement("Say", new XAttribute("language", language), Filled(key, language)));

    /// <summary>Six digits that change with any letter of the prompt in any language.</summary>
    public static string Mark(PromptKey key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Prompts.Languages.Select(language => Prompts.Text(language, key))))))[..6];

    private static string Filled(PromptKey key, string language) => Prompts.Text(
        language,
        key,
        ("org", "Nordlys Forsikring"),
        ("key", "1"),
        ("eid", Prompts.Text(language, PromptKey.EidNoBankId)),
        ("name", "Kari Nordmann"),
        ("number", Speech.DigitByDigit("+4721000000")));
}
