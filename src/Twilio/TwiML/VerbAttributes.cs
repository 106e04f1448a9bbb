using System.Globalization;
using System.Xml;
using Twilio.Http;
using Twilio.Types;

namespace Twilio.TwiML;

/// <summary>Writes the attributes of one element in Twilio's notation; what is null is left to Twilio's default.</summary>
internal readonly struct VerbAttributes(TwimlWriter writer, Dictionary<string, string>? options)
{
    private const string XmlPrefix = "xml:";

    public void Write(string name, string? value)
    {
        if (value is not null && options?.ContainsKey(name) is not true)
            writer.Attribute(name, value);
    }

    public void Write(string name, int? value) => Write(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Write(string name, bool? value) => Write(name, value is null ? null : value.Value ? "true" : "false");

    public void Write(string name, Uri? value) => Write(name, value is null ? null : UriText(value));

    public void Write(string name, HttpMethod? value) => Write(name, value?.ToString());

    public void Write(string name, StringEnum? value) => Write(name, value?.ToString());

    public void Write(string name, IEnumerable<StringEnum>? values) => Write(name, values is null ? null : string.Join(' ', values));

    /// <summary>The address as it goes over the wire. ToString would undo escapes, and with them the quoting inside SIP headers.</summary>
    public static string UriText(Uri uri) => uri.IsAbsoluteUri ? uri.AbsoluteUri : uri.OriginalString;

    /// <summary>The name as it came, if an attribute can be called that; else an exception.</summary>
    public static string VerifiedName(string name)
    {
        XmlConvert.VerifyNCName(name.StartsWith(XmlPrefix, StringComparison.Ordinal) ? name[XmlPrefix.Length..] : name);
        return name;
    }
}
