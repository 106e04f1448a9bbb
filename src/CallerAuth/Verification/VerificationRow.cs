using System.Security.Cryptography;
using System.Text;
using CallerAuth.Audit;

namespace CallerAuth.Verification;

/// <summary>
/// A <see cref="VerificationRecord"/> in as few bytes as it takes: tens of thousands of them are kept at once, in the store and by
/// whoever polls. The name of the verification is not in it, because it is the name under which the row is sealed.
/// </summary>
internal static class VerificationRow
{
    private const byte Version = 2;

    public static byte[] Write(VerificationRecord record)
    {
        using var bytes = new MemoryStream(256);
        using var row = new BinaryWriter(bytes, Encoding.UTF8);
        row.Write(Version);
        row.Write(record.EId);
        WriteName(row, record.AuthReqId);
        WriteHash(row, record.NationalIdHash);
        WriteHash(row, record.BirthDateHash);
        WriteName(row, record.Waiter);
        if (record.Asked is { } asked)
        {
            row.Write(asked.At.UtcTicks);
            row.Write(asked.Line);
            row.Write(asked.AskedBy);
            WriteHash(row, asked.Person);
            WriteHash(row, asked.CallingNumber);
        }

        var written = bytes.ToArray();
        CryptographicOperations.ZeroMemory(bytes.GetBuffer());
        return written;
    }

    /// <exception cref="FormatException">Another version wrote it.</exception>
    public static VerificationRecord Read(byte[] bytes)
    {
        using var row = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        try
        {
            var record = Read(row);
            return row.BaseStream.Position == bytes.Length ? record : throw new FormatException("A verification with more in it than there is.");
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new FormatException("A verification that breaks off, or holds what it cannot.", e);
        }
    }

    private static VerificationRecord Read(BinaryReader row)
    {
        if (row.ReadByte() != Version)
            throw new FormatException("A verification that another version wrote.");
        var record = new VerificationRecord
        {
            EId = row.ReadString(),
            AuthReqId = ReadName(row),
            NationalIdHash = ReadHash(row) ?? throw new FormatException("A verification of nobody."),
            BirthDateHash = ReadHash(row),
            Waiter = ReadName(row),
        };
        return row.BaseStream.Position == row.BaseStream.Length ? record : record with { Asked = ReadAsked(row, record.EId) };
    }

    private static AuditRecord ReadAsked(BinaryReader row, string eid) => new()
    {
        At = new DateTimeOffset(row.ReadInt64(), TimeSpan.Zero),
        VerificationId = "",
        EId = eid,
        Line = row.ReadString(),
        AskedBy = row.ReadString(),
        Person = ReadHash(row) ?? throw new FormatException("A verification that was asked for about nobody."),
        CallingNumber = ReadHash(row),
    };

    // Most names end in hex digits, which take half the room as bytes.
    private static void WriteName(BinaryWriter row, string name)
    {
        var tail = name.Length;
        while (tail > 0 && char.IsAsciiHexDigitLower(name[tail - 1]) && name.Length - tail < 2 * byte.MaxValue)
            tail--;
        tail += (name.Length - tail) % 2;
        row.Write(name[..tail]);
        WriteHash(row, name[tail..]);
    }

    private static string ReadName(BinaryReader row) => row.ReadString() + ReadHash(row);

    private static void WriteHash(BinaryWriter row, string? hexadecimal)
    {
        var hash = Convert.FromHexString(hexadecimal ?? "");
        row.Write((byte)hash.Length);
        row.Write(hash);
    }

    private static string? ReadHash(BinaryReader row)
    {
        var length = row.ReadByte();
        var hash = row.ReadBytes(length);
        if (hash.Length < length)
            throw new EndOfStreamException();
        return length == 0 ? null : Convert.ToHexStringLower(hash);
    }
}
