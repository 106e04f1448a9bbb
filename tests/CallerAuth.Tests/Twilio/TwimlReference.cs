using System.Xml.Linq;
using Twilio.TwiML;

namespace CallerAuth.Tests.Twilio;

/// <summary>Documents written by Twilio's official npm package (6.2.0), and the comparison that ignores what XML ignores.</summary>
internal static class TwimlReference
{
    public static string DataFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Twilio", "Data");

    public static void AssertEquals(string name, VoiceResponse response)
    {
        var expected = Normalized(XDocument.Load(Path.Combine(DataFolder, "twiml", name + ".xml")).Root!);

        Assert.Equal(expected, Normalized(XDocument.Parse(response.ToString()).Root!));
        Assert.Equal(expected, Normalized(XDocument.Parse(response.ToString(SaveOptions.DisableFormatting)).Root!));
        Assert.Equal(expected, Normalized(response.ToXDocument().Root!));
    }

    private static string Normalized(XElement root)
    {
        foreach (var element in root.DescendantsAndSelf())
        {
            element.ReplaceAttributes(element.Attributes().OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal).ToArray());
            // <Leave></Leave> is <Leave/>.
            if (!element.Nodes().Any())
                element.RemoveNodes();
        }
        return root.ToString(SaveOptions.DisableFormatting);
    }
}
