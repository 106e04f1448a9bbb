namespace CallerAuth.Voice;

/// <summary>Sorts a form's fields by name as Twilio does to sign them: by UTF-16 code units.</summary>
internal static class FormOrder
{
    /// <summary>Beyond that, fields in the worst order would take long.</summary>
    private const int Few = 64;

    /// <summary>The first byte of every character beyond U+FFFF, and of no other, is this or higher; all others sort by their bytes as by their code units.</summary>
    private const byte BeyondBasicPlane = 0xF0;

    public static void Sort(Span<FormField> fields, byte[] buffer, int length)
    {
        if (buffer.AsSpan(0, length).ContainsAnyInRange(BeyondBasicPlane, byte.MaxValue))
            fields.Sort((a, b) => a.CompareAsTextTo(b, buffer));
        else if (fields.Length > Few)
            fields.Sort((a, b) => a.CompareTo(b, buffer));
        else
            Insert(fields, buffer);
    }

    // Twilio sends them nearly in order.
    private static void Insert(Span<FormField> fields, ReadOnlySpan<byte> buffer)
    {
        for (var i = 1; i < fields.Length; i++)
        {
            var field = fields[i];
            var place = i;
            for (; place > 0 && fields[place - 1].CompareTo(field, buffer) > 0; place--)
                fields[place] = fields[place - 1];
            fields[place] = field;
        }
    }
}
