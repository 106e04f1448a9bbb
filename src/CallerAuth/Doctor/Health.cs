namespace CallerAuth.Doctor;

internal enum Health
{
    Healthy,

    /// <summary>Calls will not work, or not as they should, until it is mended.</summary>
    Ailing,

    /// <summary>It could not be looked at; which is not to say that it is well.</summary>
    NotChecked,
}
