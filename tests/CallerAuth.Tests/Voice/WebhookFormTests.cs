using System.Buffers;
using System.Text;
using CallerAuth.Voice;
using Microsoft.Extensions.Primitives;

namespace CallerAuth.Tests.Voice;

public class WebhookFormTests
{
    [Theory]
    [InlineData("Digits=12%2334", "12#34")]
    [InlineData("Digits=a+b%20c", "a b c")]
    [InlineData("Digits=%C3%85se", "Åse")]
    [InlineData("Digits=100%", "100%")]
    [InlineData("Digits=%zz%4", "%zz%4")]
    [InlineData("Digits=a=b", "a=b")]
    [InlineData("Digits=", "")]
    [InlineData("Digits", "")]
    [InlineData("&&Digits=1&&", "1")]
    [InlineData("Dig%69ts=1", "1")]
    public void A_value_is_decoded(string body, string value)
    {
        using var form = Webhook.Posted(body);

        Assert.Equal(value, form["Digits"]);
    }

    [Fact]
    public void What_was_not_sent_is_not_there()
    {
        using var form = Webhook.Posted("Digits=1&Ærlig=ja");

        Assert.True(form.TryGetValue("Ærlig", out var value) && value == "ja");
        Assert.False(form.ContainsKey("digits"));
        Assert.False(form.ContainsKey("Digit"));
        Assert.Equal(StringValues.Empty, form["DigitsX"]);
        Assert.Equal(["Digits", "Ærlig"], form.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_that_came_more_than_once_has_its_values_as_they_came()
    {
        using var form = Webhook.Posted("B=2&A=1&B=1&B=2");

        Assert.Equal(new StringValues(["2", "1", "2"]), form["B"]);
        Assert.Equal(2, form.Count);
    }

    /// <summary>In UTF-16 a character beyond the basic plane comes before the last ones of the plane; in bytes after them.</summary>
    [Theory]
    [InlineData("b=2&a=1&B=3", "B3a1b2")]
    [InlineData("a=2&a=1&a=2&a1=0", "a1a2a10")]
    [InlineData("\uFF61=1&\U0001F600=2", "\U0001F6002\uFF611")]
    public void What_is_signed_is_in_the_order_of_the_names(string body, string expected)
    {
        using var form = Webhook.Posted(body);
        var written = new byte[form.SignedLength];

        var length = form.WriteSigned(written);

        Assert.Equal(expected, Encoding.UTF8.GetString(written, 0, length));
    }

    [Theory]
    [InlineData("%FF=1")]
    [InlineData("Digits=%C3")]
    public void What_is_no_text_is_no_form(string body) => Assert.Throws<InvalidDataException>(() => Webhook.Posted(body));

    [Fact]
    public void A_form_over_what_Twilio_sends_is_none()
    {
        using var most = Webhook.Posted(string.Join('&', Enumerable.Range(0, FormReader.MostFields).Select(i => $"f{i}=1")));

        Assert.Equal(FormReader.MostFields, most.Count);
        Assert.Throws<InvalidDataException>(() => Webhook.Posted(string.Join('&', Enumerable.Range(0, FormReader.MostFields + 1).Select(i => $"f{i}=1"))));
        Assert.Throws<InvalidDataException>(() => Webhook.Posted(new string('n', FormReader.LongestName + 1)));
        Assert.Throws<InvalidDataException>(() => Webhook.Posted("v=" + new string('v', FormReader.LongestValue + 1)));
    }

    [Fact]
    public void A_body_in_pieces_is_read_as_one()
    {
        var first = new Piece("CallSid=CA1&Dig"u8.ToArray());
        var last = first.Before("its=123"u8.ToArray());

        using var form = new WebhookForm(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));

        Assert.Equal("123", form["Digits"]);
    }

    [Fact]
    public void A_form_that_is_done_with_gives_nothing_any_more()
    {
        var form = Webhook.Posted("Digits=15038512345");

        form.Dispose();
        form.Dispose();

        Assert.Throws<ObjectDisposedException>(() => form.WriteSigned(new byte[64]));
        Assert.Equal(StringValues.Empty, form["Digits"]);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes) => Memory = bytes;

        public Piece Before(byte[] bytes)
        {
            var next = new Piece(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
