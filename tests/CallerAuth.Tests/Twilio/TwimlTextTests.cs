using System.Xml.Linq;
using Twilio.TwiML;
using Twilio.TwiML.Voice;

namespace CallerAuth.Tests.Twilio;

/// <summary>Names come from tokens and telephones: whatever they hold, the caller gets a document.</summary>
public sealed class TwimlTextTests
{
    [Theory]
    [InlineData("Kari\u0000 Nord\u0001mann\u001F", "Kari Nordmann")]
    [InlineData("\uFFFE\uFFFF\u0008", "")]
    [InlineData("Åse 😀", "Åse 😀")]
    [InlineData("<Hangup/> & \"]]>", "<Hangup/> & \"]]>")]
    public void What_XML_forbids_is_dropped_and_the_rest_is_kept(string given, string heard)
    {
        var response = new VoiceResponse().Say(given);
        response.Append(new Parameter("name", given)).AddText(given);
        response.SetOption("note", given);

        var root = XDocument.Parse(response.ToString(SaveOptions.DisableFormatting)).Root!;

        Assert.Equal(heard, root.Element("Say")!.Value);
        Assert.Equal(heard, root.Element("Parameter")!.Attribute("value")!.Value);
        Assert.Equal(heard, root.Attribute("note")!.Value);
        Assert.Equal(heard, root.Nodes().OfType<XText>().SingleOrDefault()?.Value ?? "");
    }

    // No InlineData: attributes are stored as UTF-8, which has no half of a pair.
    [Fact]
    public void Half_a_surrogate_pair_is_dropped()
    {
        Assert.Equal("ab", XDocument.Parse(new VoiceResponse().Say("a\uD83Db").ToString()).Root!.Value);
        Assert.Equal("a", XDocument.Parse(new VoiceResponse().Say("a\uDE00\uD83D").ToString()).Root!.Value);
    }

    [Fact]
    public void Text_that_is_null_says_nothing()
    {
        var response = new VoiceResponse().Say(message: null);
        response.AddText(null!);

        Assert.Equal("<Response><Say /></Response>", response.ToXDocument().Root!.ToString(SaveOptions.DisableFormatting));
    }

    [Fact]
    public void An_option_wins_over_the_property_of_the_same_name()
    {
        var pause = new Pause(length: 2).SetOption("length", 3).SetOption("debug", true);

        Assert.Equal("3", pause.GetOption("length"));
        Assert.Null(pause.GetOption("loop"));
        Assert.Equal("""<Pause length="3" debug="true" />""", pause.ToXDocument().Root!.ToString());
    }

    [Fact]
    public void An_element_without_a_class_can_be_added_and_filled()
    {
        var response = new VoiceResponse();
        response.AddChild("Echo").SetOption("xml:lang", "nb-NO").AddText("x").AddChild("inner");

        Assert.Equal(
            """<Response><Echo xml:lang="nb-NO">x<inner /></Echo></Response>""",
            response.ToXDocument().Root!.ToString(SaveOptions.DisableFormatting));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("<")]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("xml:a:b")]
    public void A_name_that_is_no_XML_name_is_refused_when_it_is_set(string name)
    {
        Assert.ThrowsAny<Exception>(() => new VoiceResponse().AddChild(name));
        Assert.ThrowsAny<Exception>(() => new VoiceResponse().SetOption(name, "x"));
    }

    [Fact]
    public void The_declaration_names_the_encoding_of_the_answer()
    {
        Assert.StartsWith("""<?xml version="1.0" encoding="utf-8"?>""", new VoiceResponse().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_word_stands_for_a_listed_one()
    {
        Say.VoiceEnum voice = "Polly.Ida-Neural";

        Assert.Equal("Polly.Ida-Neural", voice.ToString());
        Assert.True(Reject.ReasonEnum.Busy == (Reject.ReasonEnum)"busy");
        Assert.True(Reject.ReasonEnum.Busy != Reject.ReasonEnum.Rejected);
        Assert.False(voice.Equals((Say.LanguageEnum)"Polly.Ida-Neural"));
    }
}
