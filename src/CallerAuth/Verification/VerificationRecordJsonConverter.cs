using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CallerAuth.Audit;

namespace CallerAuth.Verification;

/// <summary>
/// Writes a record as a bare row: tens of thousands of them are kept at once, in the store and by whoever polls. The name of the
/// verification is not in it, because it is the name under which the row is sealed.
/// </summary>
internal sealed class VerificationRecordJsonConverter : JsonConverter<VerificationRecord>
{
    private const int Columns = 10;

    public override VerificationRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A verification that is no row.");
        var row = new string?[Columns];
        for (var column = 0; column < Columns; column++)
        {
            reader.Read();
            row[column] = reader.GetString();
        }

        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException("A verification with more columns than there are.");
        return new VerificationRecord
        {
            EId = Given(row[0]),
            AuthReqId = Given(row[1]),
            NationalIdHash = Hexadecimal(Given(row[2])),
            BirthDateHash = row[3] is { } hash ? Hexadecimal(hash) : null,
            Waiter = Given(row[4]),
            Asked = row[5] is { } at ? AskedOf(row, at) : null,
        };
    }

    public override void Write(Utf8JsonWriter writer, VerificationRecord value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.EId);
        writer.WriteStringValue(value.AuthReqId);
        writer.WriteStringValue(Short(value.NationalIdHash));
        writer.WriteStringValue(value.BirthDateHash is { } hash ? Short(hash) : null);
        writer.WriteStringValue(value.Waiter);
        writer.WriteStringValue(value.Asked?.At.ToString("O"));
        writer.WriteStringValue(value.Asked?.Line);
        writer.WriteStringValue(value.Asked?.AskedBy);
        writer.WriteStringValue(value.Asked?.Person);
        writer.WriteStringValue(value.Asked?.CallingNumber);
        writer.WriteEndArray();
    }

    private static AuditRecord AskedOf(string?[] row, string at) => new()
    {
        At = DateTimeOffset.TryParseExact(at, "O", null, default, out var moment) ? moment : throw new JsonException("A verification that was asked for at no time."),
        VerificationId = "",
        EId = Given(row[0]),
        Line = Given(row[6]),
        AskedBy = Given(row[7]),
        Person = Given(row[8]),
        CallingNumber = row[9],
    };

    private static string Given(string? column) => column ?? throw new JsonException("A verification with an empty column.");

    private static string Short(string hexadecimal) => Base64Url.EncodeToString(Convert.FromHexString(hexadecimal));

    private static string Hexadecimal(string base64Url)
    {
        try
        {
            return Convert.ToHexStringLower(Base64Url.DecodeFromChars(base64Url));
        }
        catch (FormatException e)
        {
            throw new JsonException("A verification with a hash that is none.", e);
        }
    }
}
