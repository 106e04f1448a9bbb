using CallerAuth.Ciba;
using CsCheck;
using Microsoft.AspNetCore.WebUtilities;

namespace CallerAuth.Tests.Ciba;

public class FormTests
{
    [Fact]
    public async Task It_is_written_as_the_framework_writes_it()
    {
        KeyValuePair<string, string>[] fields = [new("scope", "openid ssn"), new("authorization_details", """[{"type":"phoneAuth","callInitiator":"user"}]"""), new("å&=", "+%~*\u00a0🙂")];
        var form = new Form(1);
        foreach (var (name, value) in fields)
            form.Add(name, value);

        using var expected = new FormUrlEncodedContent(fields);
        using var content = form.ToContent();

        Assert.Equal(await expected.ReadAsStringAsync(TestContext.Current.CancellationToken), await content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(expected.Headers.ContentType, content.Headers.ContentType);
    }

    [Fact]
    public async Task Whatever_goes_in_comes_out() => await Gen.Select(Gen.String, Gen.String).Where((name, value) => name.Length > 0 && !HasHalfPair(name + value)).SampleAsync(
        async (name, value) =>
        {
            using var content = new Form(16).Add("first", "1").Add(name, value).ToContent();

            Assert.Equal(value, QueryHelpers.ParseQuery(await content.ReadAsStringAsync())[name][^1]);
        },
        iter: 1000);

    private static bool HasHalfPair(string text) => text.EnumerateRunes().Any(rune => rune == System.Text.Rune.ReplacementChar);
}
