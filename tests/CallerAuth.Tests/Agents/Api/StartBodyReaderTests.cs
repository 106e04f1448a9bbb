using System.Text;
using System.Text.Json;
using CallerAuth.Agents.Api;
using CsCheck;

namespace CallerAuth.Tests.Agents.Api;

public class StartBodyReaderTests
{
    private const string Canary = "17912099997";
    private const string Good = """{"line":"+4721000000","eid":"no-bankid","nationalId":"17912099997","callInitiator":"user","callSid":null}""";

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ":", ",", "\"", "\\", "null", "true", "1e999", "-0", "\\u0000", "\\ud800", "\"line\"", "\"nationalId\"", "\"callInitiator\"", "\"eid\"", "\"user\"", "\"RP\"", $"\"{Canary}\"", Canary, " ", "\n", "/*", "æ"];

    private static readonly object?[] Values = [1, true, null, Canary, new[] { Canary }];

    [Fact]
    public void What_is_there_is_read_and_null_is_nothing()
    {
        var (body, errors) = StartBodyReader.Parse(Encoding.UTF8.GetBytes(Good));

        Assert.Null(errors);
        Assert.Equal(("+4721000000", "no-bankid", Canary, "user", null), (body!.Line, body.Eid, body.NationalId, body.CallInitiator, body.CallSid));
    }

    [Fact]
    public void Bytes_of_any_kind_are_read_or_refused_and_never_repeated() => Gen.Byte.Array[0, 200].Sample(IsQuiet);

    [Fact]
    public void Whatever_looks_like_JSON_is_read_or_refused_and_never_repeated() =>
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Sample(pieces => IsQuiet(Encoding.UTF8.GetBytes(string.Concat(pieces))));

    [Fact]
    public void A_good_body_with_some_bytes_changed_is_read_or_refused_and_never_repeated() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            var bytes = Encoding.UTF8.GetBytes(Good);
            foreach (var (at, value) in changes)
                bytes[at] = value;
            return IsQuiet(bytes);
        });

    [Fact]
    public void Members_of_any_name_and_kind_are_refused_by_name_only_when_the_name_is_ours() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.Const(Canary)), Gen.Int[0, Values.Length - 1].Select(i => Values[i])).Sample((name, value) =>
            IsQuiet(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value })));

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=UTF-8", true)]
    [InlineData("application/json; charset=\"utf-8\"", true)]
    [InlineData("application/json; charset=iso-8859-1", false)]
    [InlineData("application/jsonp", false)]
    [InlineData("text/json", false)]
    [InlineData(null, false)]
    public void Only_JSON_is_JSON(string? contentType, bool isJson) => Assert.Equal(isJson, StartBodyReader.IsJson(contentType));

    private static bool IsQuiet(byte[] bytes)
    {
        var (body, errors) = StartBodyReader.Parse(bytes);
        return body is null || errors is null
            ? errors is null || errors.All(error => error.Key is "" or "line" or "eid" or "nationalId" or "callInitiator" or "callSid" or "taskSid" or "bindingMessage" && !error.Value[0].Contains(Canary, StringComparison.Ordinal))
            : false;
    }
}
