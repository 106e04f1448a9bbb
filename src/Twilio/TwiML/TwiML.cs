using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Twilio.TwiML;

/// <summary>One element of a TwiML document: a verb or noun with its options, its text and what is nested in it.</summary>
public abstract class TwiML
{
    private static readonly Dictionary<string, string> NoOptions = [];
    private static readonly List<Content> NoContents = [];

    private readonly string _tagName;
    private List<Content>? _contents;
    private Dictionary<string, string>? _options;

    private static ReadOnlySpan<byte> Declaration => """<?xml version="1.0" encoding="utf-8"?>"""u8;

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

    public XDocument ToXDocument() => XDocument.Parse(ToString(SaveOptions.DisableFormatting), LoadOptions.PreserveWhitespace);

    public override string ToString() => ToString(SaveOptions.None);

    public string ToString(SaveOptions formattingOptions)
    {
        if (!formattingOptions.HasFlag(SaveOptions.DisableFormatting))
            return Encoding.UTF8.GetString(Declaration) + Environment.NewLine + ToXDocument();
        using var document = Write();
        return Encoding.UTF8.GetString(document.Bytes);
    }

    /// <summary>The document as it goes over the wire: without line breaks.</summary>
    internal TwimlDocument Write()
    {
        var writer = TwimlWriter.Take();
        writer.Raw(Declaration);
        WriteTo(writer);
        return new TwimlDocument(writer);
    }

    /// <summary>Writes the attributes this element's properties stand for.</summary>
    private protected abstract void WriteAttributes(VerbAttributes attributes);

    private void WriteTo(TwimlWriter writer)
    {
        writer.Start(_tagName);
        WriteAttributes(new VerbAttributes(writer, _options));
        foreach (var (key, value) in _options ?? NoOptions)
            writer.Attribute(key, value);
        writer.Text(Text ?? "");
        foreach (var content in _contents ?? NoContents)
        {
            if (content.Element is { } element)
                element.WriteTo(writer);
            else
                writer.Text(content.Text ?? "");
        }

        writer.End(_tagName);
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
