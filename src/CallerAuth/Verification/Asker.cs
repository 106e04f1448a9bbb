using CallerAuth.Identity;

namespace CallerAuth.Verification;

/// <summary>Who wants to know who a person is: what the limits count by and the audit trail records.</summary>
/// <param name="By">Which part of the company's side asked; <see cref="Ivr"/> for a caller who keyed the number.</param>
/// <param name="Line">The called number.</param>
/// <param name="CallingNumber">Null where nobody called.</param>
internal sealed record Asker(string By, string Line, CallingNumberHash? CallingNumber)
{
    public const string Ivr = "ivr";
}
