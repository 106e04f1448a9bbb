namespace Twilio.Types;

/// <summary>A word from a list that Twilio may lengthen at any time, so any string can stand in its place.</summary>
public abstract class StringEnum
{
    private readonly string? _value;

    protected StringEnum(string value) => _value = value;

    public static bool operator ==(StringEnum? a, StringEnum? b) => Equals(a, b);

    public static bool operator !=(StringEnum? a, StringEnum? b) => !Equals(a, b);

    public override string? ToString() => _value;

    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override bool Equals(object? obj) => obj is StringEnum other && other.GetType() == GetType() && other._value == _value;
}
