namespace CallerAuth.Doctor;

/// <summary>What a checkup found of one thing.</summary>
/// <param name="Of">What was looked at, in a word or two.</param>
/// <param name="Found">What is so.</param>
/// <param name="Mend">What to do about it; null when there is nothing to do.</param>
internal sealed record Diagnosis(Health Health, string Of, string Found, string? Mend = null)
{
    public static Diagnosis Healthy(string of, string found, string? next = null) => new(Health.Healthy, of, found, next);

    public static Diagnosis Ailing(string of, string found, string mend) => new(Health.Ailing, of, found, mend);

    public static Diagnosis NotChecked(string of, string why) => new(Health.NotChecked, of, why);
}
