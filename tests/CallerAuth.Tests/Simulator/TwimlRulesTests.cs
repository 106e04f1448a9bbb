using System.Xml.Linq;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

/// <summary>The documents that pass were written by Twilio's own Node package.</summary>
public sealed class TwimlRulesTests
{
    [Theory]
    [InlineData("<Response/>")]
    [InlineData("<Response><Gather input=\"dtmf\" action=\"/n\" method=\"POST\" numDigits=\"11\" finishOnKey=\"#\" timeout=\"8\" actionOnEmptyResult=\"true\"><Say voice=\"Polly.Ida-Neural\" language=\"nb-NO\">Tast.</Say></Gather><Redirect method=\"POST\">/n</Redirect></Response>")]
    [InlineData("<Response><Say voice=\"Polly.Ida-Neural\" language=\"nb-NO\">Ordene er <break time=\"500ms\"/><prosody rate=\"85%\">GRØNN HEST</prosody><say-as interpret-as=\"digits\">12</say-as></Say></Response>")]
    [InlineData("<Response><Say>One <lang xml:lang=\"nb-NO\">to</lang></Say></Response>")]
    [InlineData("<Response><Enqueue workflowSid=\"WW1\" waitUrl=\"/wait\" waitUrlMethod=\"POST\" action=\"/after\"><Task priority=\"5\" timeout=\"600\">{}</Task></Enqueue></Response>")]
    [InlineData("<Response><Dial callerId=\"+4721000000\" answerOnBridge=\"true\" timeout=\"25\" action=\"/d\" record=\"do-not-record\"><Number url=\"/w?s=1\" statusCallback=\"/s\" statusCallbackEvent=\"initiated answered completed\">+4791234567</Number></Dial></Response>")]
    [InlineData("<Response><Dial><Client><Identity>agent_1</Identity><Parameter name=\"verified\" value=\"true\"/></Client></Dial></Response>")]
    [InlineData("<Response><Dial><Sip username=\"u\" password=\"p\">sip:a@pbx.example</Sip></Dial></Response>")]
    [InlineData("<Response><Refer action=\"/x\"><Sip>sip:b@example.com</Sip></Refer></Response>")]
    [InlineData("<Response><Reject reason=\"busy\"/></Response>")]
    public void What_twilios_own_package_writes_is_accepted(string document) => Assert.Null(TwimlRules.FirstFault(XElement.Parse(document)));

    [Theory]
    [InlineData("<response/>", "<Response>")]
    [InlineData("<Response><say>Hello</say></Response>", "<say>")]
    [InlineData("<Response><Say><sayAs interpret-as=\"digits\">12</sayAs></Say></Response>", "<sayAs>")]
    [InlineData("<Response><Say><break time=\"1s\"><w/></break></Say></Response>", "<w>")]
    [InlineData("<Response><Gather><Redirect>/x</Redirect></Gather></Response>", "<Redirect>")]
    [InlineData("<Response><Number>+4722000000</Number></Response>", "<Number>")]
    [InlineData("<Response><Enqueue waitURL=\"/x\">q</Enqueue></Response>", "waitURL")]
    [InlineData("<Response><Gather actionOnEmptyResult=\"yes\"/></Response>", "boolean")]
    [InlineData("<Response><Dial record=\"true\">+4722000000</Dial></Response>", "enum")]
    [InlineData("<Response><Dial><Number statusCallbackEvent=\"answered, completed\">+4722000000</Number></Dial></Response>", "list of enum")]
    public void A_misspelt_word_is_named(string document, string named) => Assert.Contains(named, TwimlRules.FirstFault(XElement.Parse(document)), StringComparison.Ordinal);
}
