using CallerAuth.Simulator.Phone;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Tests.Simulator;

public sealed class GatherTests
{
    private const string Prompt = "<Say language=\"nb-NO\" voice=\"Polly.Ida-Neural\">Tast inn fødselsnummeret ditt, elleve siffer.</Say>";

    private static readonly Cue Begins = new(MomentKind.QuestionBegins);
    private static readonly Cue Asked = new(MomentKind.QuestionAsked);

    [Fact]
    public async Task Enough_keys_are_posted_to_the_action_without_a_finish_key()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", $"<Gather action=\"/digits\" numDigits=\"3\">{Prompt}</Gather>").On("/digits", "<Hangup/>");

        await line.CallAsync(new Step(Asked, "123"));

        Assert.Equal("123", line.Service.Only("/digits")["Digits"]);
        Assert.Equal("", line.Service.Only("/digits")["FinishedOnKey"]);
    }

    [Fact]
    public async Task The_finish_key_ends_the_answer_and_is_not_part_of_it()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", $"<Gather action=\"/digits\">{Prompt}</Gather>").On("/digits", "<Hangup/>");

        await line.CallAsync(new Step(Asked, "12345#"));

        Assert.Equal("12345", line.Service.Only("/digits")["Digits"]);
        Assert.Equal("#", line.Service.Only("/digits")["FinishedOnKey"]);
    }

    [Fact]
    public async Task A_key_cuts_the_prompt_short()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", "<Gather action=\"/digits\" numDigits=\"1\"><Pause length=\"100000\"/><Say>Never heard.</Say></Gather>").On("/digits", "<Hangup/>");

        var call = await line.CallAsync(new Step(Begins, "7"));

        Assert.Equal("7", line.Service.Only("/digits")["Digits"]);
        Assert.DoesNotContain(call.Transcript.Said, said => said.Text == "Never heard.");
    }

    [Fact]
    public async Task Nothing_pressed_goes_on_to_the_next_verb()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", $"<Gather action=\"/digits\" timeout=\"2\">{Prompt}</Gather><Redirect>/nothing</Redirect>").On("/nothing", "<Hangup/>");

        await line.CallAsync();

        Assert.Equal(["/voice", "/nothing", "/status"], line.Service.Paths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    public async Task An_empty_answer_is_posted_when_the_document_asks_for_it(string pressed)
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", $"<Gather action=\"/digits\" timeout=\"2\" actionOnEmptyResult=\"true\">{Prompt}</Gather>").On("/digits", "<Hangup/>");

        await line.CallAsync(new Step(Asked, pressed));

        Assert.True(line.Service.Only("/digits").Form.ContainsKey("Digits"));
        Assert.Equal("", line.Service.Only("/digits")["Digits"]);
        Assert.Equal(pressed, line.Service.Only("/digits")["FinishedOnKey"]);
    }

    [Fact]
    public async Task Keys_pressed_while_nobody_asks_are_lost()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service
            .On("/voice", "<Say>One moment.</Say><Gather action=\"/digits\" timeout=\"2\" actionOnEmptyResult=\"true\"/>")
            .On("/digits", "<Hangup/>");

        await line.CallAsync(new Step(new Cue(MomentKind.Said), "42"));

        Assert.Equal("", line.Service.Only("/digits")["Digits"]);
    }

    [Fact]
    public async Task A_hash_after_the_last_digit_does_not_reach_the_next_question()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service
            .On("/voice", "<Gather action=\"/next\" numDigits=\"2\"/>")
            .On("/next", "<Gather action=\"/digits\" numDigits=\"1\" timeout=\"2\" actionOnEmptyResult=\"true\"/>")
            .On("/digits", "<Hangup/>");

        var call = await line.CallAsync(new Step(Asked, "12#"), new Step(Asked, "3"));

        Assert.Equal("3", line.Service.Only("/digits")["Digits"]);
        Assert.Contains(call.Transcript.Lines, item => item.Text.Contains("were lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_action_the_same_document_is_asked_again()
    {
        await using var line = await PhoneLine.OpenAsync();
        line.Service.On("/voice", (context, request) => TwimlServer.WriteAsync(context, request["Digits"] == "1" ? "<Response><Hangup/></Response>" : "<Response><Gather numDigits=\"1\"/></Response>"));

        await line.CallAsync(new Step(Asked, "1"));

        Assert.Equal(["/voice", "/voice", "/status"], line.Service.Paths);
    }
}
