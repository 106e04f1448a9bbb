using System.Globalization;
using Twilio.Http;
using Twilio.Types;

namespace Twilio.Rest;

/// <summary>The form fields of a request in Twilio's notation; what is null is not sent.</summary>
internal sealed class FormFields
{
    public List<KeyValuePair<string, string>> Fields { get; } = [];

    public FormFields Add(string name, string? value)
    {
        if (value is not null)
            Fields.Add(new(name, value));
        return this;
    }

    public FormFields Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public FormFields Add(string name, bool? value) => Add(name, value is null ? null : value.Value ? "true" : "false");

    public FormFields Add(string name, Uri? value) => Add(name, value is null ? null : TwiML.VerbAttributes.UriText(value));

    public FormFields Add(string name, HttpMethod? value) => Add(name, value?.ToString());

    public FormFields Add(string name, Twiml? value) => Add(name, value?.ToString());

    public FormFields Add(string name, StringEnum? value) => Add(name, value?.ToString());

    /// <summary>A list is sent as the same field again and again: one field with commas is taken for one unknown word.</summary>
    public FormFields Add(string name, List<string>? values)
    {
        foreach (var value in values ?? [])
            Add(name, value);
        return this;
    }
}
