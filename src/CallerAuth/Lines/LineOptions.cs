using CallerAuth.Identity;

namespace CallerAuth.Lines;

/// <summary>A phone number the company owns: how its callers are spoken to, which eIDs it takes and where they go.</summary>
internal sealed class LineOptions
{
    /// <summary>The company's name as it is spoken.</summary>
    public string Name { get; set; } = "";

    /// <summary>In the order of the menu; a single one is not asked for.</summary>
    public List<string> Languages { get; set; } = [];

    /// <summary>Names of eIDs in the order of the menu; a single one is not asked for.</summary>
    public List<string> Eids { get; set; } = [];

    public Destination WhenVerified { get; set; } = new();

    public Destination WhenUnverified { get; set; } = new();

    /// <summary>Claims of the id_token that reach the agent; the national ID only if it is listed here.</summary>
    public List<string> Attributes { get; set; } = [];

    /// <summary>How long a caller waits for the app before the attempt counts as expired.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>For tests only: takes the synthetic national IDs that test systems use.</summary>
    public bool AllowSyntheticNationalIds { get; set; }

    /// <summary>Takes a personnummer of ten digits too; a person over a hundred cannot be told apart then.</summary>
    public bool AllowTenDigitPersonnummer { get; set; }

    /// <summary>By language, then by the prompt's name: another text, or the URL of a recording.</summary>
    public Dictionary<string, Dictionary<string, string>> Prompts { get; set; } = [];

    /// <summary>By language: another of Twilio's voices.</summary>
    public Dictionary<string, string> Voices { get; set; } = [];

    public NationalIdRules NationalIdRules => new() { AllowSynthetic = AllowSyntheticNationalIds, AllowTenDigits = AllowTenDigitPersonnummer };

    /// <summary>Where the next leg goes when the first destination does not answer, or null when there is nowhere else.</summary>
    public Destination? OtherThan(Destination first) => WhenUnverified == first || WhenUnverified.Kind == DestinationKind.Hangup ? null : WhenUnverified;
}
