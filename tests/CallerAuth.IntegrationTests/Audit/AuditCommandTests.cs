using System.Diagnostics;
using System.Text.Json;
using CallerAuth.Audit;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.IntegrationTests.Verification;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Store;
using Microsoft.Extensions.Options;

namespace CallerAuth.IntegrationTests.Audit;

/// <summary>The operator's command against a store.</summary>
public class AuditCommandTests
{
    private static readonly string Kari = People.Norwegian(0).NationalId;
    private static readonly string Ola = People.Norwegian(1).NationalId;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Who_called_in_my_name_is_answered_for_one_person_alone(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await FillAsync(store);

        var (code, output, errors) = await RunAsync(store, Kari + "\n", "--person-stdin", "--kind", "fodselsnummer", "--jsonl");

        Assert.Equal(0, code);
        Assert.Equal(["declined", "limited"], Lines(output).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString()));
        Assert.DoesNotContain(Kari, output + errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task What_one_telephone_asked_for_and_who_had_it_called_are_found_by_its_number(StoreKind kind)
    {
        const string Number = "+4790000001";
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await FillAsync(store);
        await OrderAsync(store, Number);
        await OrderAsync(store, "+4790000002");

        var (code, output, errors) = await RunAsync(store, Number + "\n", "--number-stdin", "--jsonl");
        var (_, other, _) = await RunAsync(store, "+4790000002\n", "--number-stdin", "--jsonl");

        Assert.Equal((0, "Telephone number, then Enter:"), (code, errors.Trim()));
        Assert.Equal(["declined", "verified", "limited", "call_placed"], Outcomes(output));
        Assert.Equal(["call_placed"], Outcomes(other));
        Assert.DoesNotContain("4790000001", output + errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("90000099")]
    [InlineData("+47 90 00 00 99")]
    [InlineData("tel:+4790000099")]
    public async Task A_telephone_number_that_is_none_is_refused_and_not_repeated(string number)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);

        var (code, output, errors) = await RunAsync(store, number, "--number-stdin");

        Assert.Equal((2, ""), (code, output));
        Assert.True(number.Length == 0 || !errors.Contains(number, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Without_words_everything_is_a_row_under_a_header(StoreKind kind)
    {
        await using var store = await StoreUnderTest.StartAsync(kind, Cancellation);
        await FillAsync(store);

        var (code, output, errors) = await RunAsync(store, "");

        Assert.Equal((0, ""), (code, errors));
        var lines = Lines(output);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("time (UTC)", lines[0], StringComparison.Ordinal);
        Assert.Contains("declined", lines[1], StringComparison.Ordinal);
        Assert.Contains("+4721000000", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_outside_the_wish_are_not_printed()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await FillAsync(store);

        var (code, output, _) = await RunAsync(store, "", "--jsonl", "--from", "2020-01-01", "--to", "2020-12-31");

        Assert.Equal((0, ""), (code, output));
    }

    [Fact]
    public async Task A_line_that_is_no_record_is_told_and_hides_no_other()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await FillAsync(store);
        await store.Database.ListLeftPushAsync(store.Keys.Audit(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)), "not a record");

        var (code, output, errors) = await RunAsync(store, "", "--jsonl");

        Assert.Equal(1, code);
        Assert.Equal(3, Lines(output).Length);
        Assert.StartsWith("1 line(s) of the trail could not be read", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--person-stdin")]
    [InlineData("--since yesterday")]
    public async Task A_misused_command_explains_itself(string words)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);

        var (code, output, errors) = await RunAsync(store, "", words.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("CallerAuth audit [--from DATE]", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("17912099998")]
    public async Task A_number_that_is_none_is_refused_and_not_repeated(string number)
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);

        var (code, output, errors) = await RunAsync(store, number, "--person-stdin", "--kind", "fodselsnummer");

        Assert.Equal((2, ""), (code, output));
        Assert.True(number.Length == 0 || !errors.Contains(number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_and_one_inside_another_process_are_told_apart()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Redis, Cancellation);
        var address = store.Address;
        store.StopServer();

        var (code, _, errors) = await RunAsync(address, "");
        Assert.Equal((1, "The store of Store:ConnectionString does not answer."), (code, errors.Trim()));

        (code, _, errors) = await RunAsync("", "");
        Assert.Equal(1, code);
        Assert.Contains("embedded store", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_services_own_executable_prints_and_ends_without_serving_anybody()
    {
        await using var store = await StoreUnderTest.StartAsync(StoreKind.Embedded, Cancellation);
        await FillAsync(store);
        await using var simulator = await Instance.SimulateAsync();
        var keyPath = Path.GetTempFileName();
        await File.WriteAllTextAsync(keyPath, simulator.ClientKey.PrivatePem, Cancellation);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CallerAuth.dll"), "audit", "--jsonl", "--person-stdin", "--kind", "fodselsnummer"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A port that is taken would stop a service that listens.
        foreach (var (key, value) in ServiceSettings.For(simulator, simulator.BaseUrl, keyPath))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_URLS"] = simulator.BaseUrl.ToString();
        start.Environment["Store__ConnectionString"] = store.Address;
        start.Environment["Privacy__NationalIdHashKey"] = StoreUnderTest.HashKey;

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(Kari);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        File.Delete(keyPath);
        Assert.Equal((0, "National ID, then Enter:"), (process.ExitCode, errors.Trim()));
        Assert.Equal(2, Lines(output).Length);
        Assert.All(Lines(output), line => JsonDocument.Parse(line).Dispose());
    }

    private static async Task FillAsync(StoreUnderTest store)
    {
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        await instance.Audit.EndedAsync(AuditTrailTests.Asked(instance, store, Kari), AuditOutcome.Declined);
        await instance.Audit.EndedAsync(AuditTrailTests.Asked(instance, store, Ola), AuditOutcome.Verified, "urn:grn:authn:no:bankid");
        await instance.Audit.EndedAsync(AuditTrailTests.Asked(instance, store, Kari), AuditOutcome.Limited);
    }

    private static async Task OrderAsync(StoreUnderTest store, string number)
    {
        await using var simulator = await Instance.SimulateAsync();
        await using var instance = new Instance(store, simulator);
        var ordered = instance.Audit.Ordered("system:crm", "+46101000000", "se-bankid", Some.Asker(number, "+46101000000").CallingNumber!);
        await instance.Audit.EndedAsync(ordered with { CallSid = "CA1" + number[^1] }, AuditOutcome.CallPlaced);
    }

    private static IEnumerable<string?> Outcomes(string output) => Lines(output).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString());

    private static Task<(int Code, string Output, string Errors)> RunAsync(StoreUnderTest store, string input, params string[] words) =>
        RunAsync(store.Address, input, words);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string address, string input, params string[] words)
    {
        var options = Options.Create(new StoreOptions { ConnectionString = address, CommandTimeout = TimeSpan.FromSeconds(1) });
        var privacy = Options.Create(new PrivacyOptions { NationalIdHashKey = StoreUnderTest.HashKey });
        var command = new AuditCommand(
            options, new Keys(options), new AuditPseudonyms(privacy), Options.Create(new AuditOptions()), TimeProvider.System);
        await using StringWriter output = new(), errors = new();
        var code = await command.RunAsync(words, new StringReader(input), output, errors, Cancellation);
        return (code, output.ToString(), errors.ToString());
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
