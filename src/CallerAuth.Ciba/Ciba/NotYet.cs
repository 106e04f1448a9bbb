using System.Text;
using System.Text.Json;

namespace CallerAuth.Ciba;

/// <summary>
/// The answer that nearly every poll gets, <c>authorization_pending</c> or <c>slow_down</c> (CIBA Core §11), read without building a document.
/// It knows only the plainest form: one flat object of ASCII texts without escapes, each name once. Whatever is written otherwise is left to <see cref="StrictJson"/>, which comes to the same.
/// </summary>
internal readonly record struct NotYet(string Error, string? Description)
{
    public const string AuthorizationPending = "authorization_pending";
    public const string SlowDown = "slow_down";

    private const int MaxMembers = 8;

    /// <returns>Null for any other answer, and for this one in another form.</returns>
    public static NotYet? Read(ReadOnlySpan<byte> json)
    {
        if (!Ascii.IsValid(json) || json.Contains((byte)'\\'))
            return null;

        try
        {
            return ReadPlain(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static NotYet? ReadPlain(ReadOnlySpan<byte> json)
    {
        Span<Range> names = stackalloc Range[MaxMembers];
        var count = 0;
        string? error = null, description = null;

        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex + 1;
            if (count == MaxMembers || Stands(json, names[..count], reader.ValueSpan))
                return null;
            names[count++] = start..(start + reader.ValueSpan.Length);

            var (isError, isDescription) = (reader.ValueTextEquals("error"u8), reader.ValueTextEquals("error_description"u8));
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                return null;
            if (isError)
                error = Known(ref reader);
            else if (isDescription)
                description = reader.GetString();
        }

        // Read to the end, so that nothing stands behind the object.
        return error is not null && !reader.Read() ? new NotYet(error, description) : null;
    }

    private static bool Stands(ReadOnlySpan<byte> json, ReadOnlySpan<Range> names, ReadOnlySpan<byte> name)
    {
        foreach (var range in names)
        {
            if (json[range].SequenceEqual(name))
                return true;
        }

        return false;
    }

    private static string? Known(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("authorization_pending"u8) ? AuthorizationPending : reader.ValueTextEquals("slow_down"u8) ? SlowDown : null;
}
