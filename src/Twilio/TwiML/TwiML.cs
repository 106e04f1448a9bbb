using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Twilio.TwiML;

/// <summary>One element of a TwiML document: a verb or noun with its options, its text and what is nested in it.</summary>
public abstract class TwiML
{
    private const string Declaration = """<?xml version="1.0" encoding="utf-8"?>""";

    private readonly string _tagName;
    private List<Content>? _contents;
    private Dictionary<string, string>? _options;

    private protected TwiML(string tagName) => _tagName = tagName;

    /// <summary>What is written between the tags before anything that was added later.</summary>
    private protected virtual string? Text => null;

    /// <summary>Nests an element and returns this one, so that siblings can be chained.</summary>
    public TwiML Append(TwiML childElem)
    {
        Nest(childElem);
        return this;
    }

    /// <summary>Nests an element and returns it, so that it can be filled.</summary>
    public T Nest<T>(T childElem)
        where T : TwiML
    {
        ArgumentNullException.ThrowIfNull(childElem);
        (_contents ??= []).Add(new Content(childElem, null));
        return childElem;
    }

    /// <summary>Adds text after what is already there and returns this element.</summary>
    public TwiML AddText(string text)
    {
        (_contents ??= []).Add(new Content(null, text));
        return this;
    }

    /// <summary>Nests an element these classes do not know and returns it.</summary>
    public TwiML AddChild(string tagName) => Nest(new UnknownElement(XmlConvert.VerifyNCName(tagName)));

    /// <summary>Sets an attribute by its TwiML name; it wins over the property that writes the same one.</summary>
    public TwiML SetOption(string key, object value)
    {
        // Names come from code, not from callers: a wrong one is found here and not while a call waits for its document.
        (_options ??= [])[VerbAttributes.VerifiedName(key)] = value switch
        {
            bool flag => flag ? "true" : "false",
            Uri uri => VerbAttributes.UriText(uri),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };
        return this;
    }

    /// <summary>What <see cref="SetOption"/> was given for the attribute, as it is written; null when it was not set.</summary>
    public string? GetOption(string key) => _options?.GetValueOrDefault(key);

    public XDocument ToXDocument()
    {
        var document = new XDocument(new XDeclaration("1.0", "utf-8", null));
        using (var writer = document.CreateWriter())
            WriteTo(writer);
        return document;
    }

    public override string ToString() => ToString(SaveOptions.None);

    public string ToString(SaveOptions formattingOptions)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var indented = !formattingOptions.HasFlag(SaveOptions.DisableFormatting);
        text.Write(Declaration);
        if (indented)
            text.WriteLine();
        // The declaration is written by hand: a writer of strings would name its own encoding, utf-16.
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = indented }))
            WriteTo(writer);
        return text.ToString();
    }

    /// <summary>Writes the attributes this element's properties stand for.</summary>
    private protected abstract void WriteAttributes(VerbAttributes attributes);

    private void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement(_tagName);
        WriteAttributes(new VerbAttributes(writer, _options));
        foreach (var (key, value) in _options ?? [])
            VerbAttributes.WriteAttribute(writer, key, value);
        if (Text is { Length: > 0 } own)
            writer.WriteString(XmlText.WithoutIllegalCharacters(own));
        foreach (var content in _contents ?? [])
        {
            if (content.Element is { } element)
                element.WriteTo(writer);
            else
                writer.WriteString(XmlText.WithoutIllegalCharacters(content.Text ?? ""));
        }
        writer.WriteEndElement();
    }

    private readonly record struct Content(TwiML? Element, string? Text);

    private sealed class UnknownElement(string tagName) : TwiML(tagName)
    {
        private protected override void WriteAttributes(VerbAttributes attributes)
        {
            // All it has was set by SetOption.
        }
    }
}
