using System.Diagnostics.Metrics;
using CallerAuth.Agents.OnCall;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Routing;
using CallerAuth.Tests.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Twilio.Clients;
using Twilio.Http;

namespace CallerAuth.Tests.Agents.OnCall;

/// <summary>What is added to a task's attributes, and what is left as it was.</summary>
public class TaskAttributesTests
{
    private static readonly CallerVerification Declined = CallerVerification.Unverified(UnverifiedReason.Declined, Some.Id.Value);

    [Theory]
    [InlineData("", "{")]
    [InlineData("{}", "{")]
    [InlineData("""{"call_sid":"CA1","n":1.50,"deep":{"a":[null,true]},"å":"\u00e6"}""", """{"call_sid":"CA1","n":1.50,"deep":{"a":[null,true]},"å":"æ",""")]
    public void Everything_else_stays_as_it_is(string before, string kept) =>
        Assert.Equal(
            kept + "\"caller_verification\":{\"status\":\"unverified\",\"reason\":\"declined\",\"verification_id\":\"" + Some.Id.Value + "\"}}",
            TaskAttributes.Merged(before, Declined));

    [Fact]
    public void What_was_told_before_is_replaced_whole()
    {
        var before = TaskAttributes.Merged("{}", CallerVerification.Verified(Some.OtherId.Value, Some.Identity, ["name"]))!;

        var after = TaskAttributes.Merged(before, Declined)!;

        Assert.Contains("Kari Nordmann", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Kari Nordmann", after, StringComparison.Ordinal);
        Assert.DoesNotContain(Some.OtherId.Value, after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_too_many_wait_it_is_refused_counted_and_leaves_room_for_the_callers_errands()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<ITwilioRestClient, NeverAnswers>().BuildServiceProvider();
        var options = Options.Create(new TaskRouterOptions { WorkspaceSid = "WS00000000000000000000000000000001" });
        using var errands = new Errands(TimeProvider.System, NullLogger<Errands>.Instance);
        using var tasks = new TaskDirectory(services.GetRequiredService<IServiceScopeFactory>(), options, TimeProvider.System);
        var meters = services.GetRequiredService<IMeterFactory>();
        using var refused = new MetricCollector<long>(meters, TaskMeter.Name, "callerauth.task.refused");
        var log = new FakeLogger<TaskAttributes>();
        var listener = new TaskAttributes(tasks, null!, new RequestVerdict(null!), errands, new TaskMeter(meters), options, log);

        var told = Enumerable.Range(0, TaskAttributes.MostAtOnce + 3).Select(_ => listener.TryTell(Ended)).ToArray();

        Assert.Equal(TaskAttributes.MostAtOnce, told.TakeWhile(one => one).Count());
        Assert.Equal(3, told.Count(one => !one));
        Assert.Equal(3, refused.GetMeasurementSnapshot().Sum(measured => measured.Value));
        Assert.Equal(3, log.Collector.GetSnapshot().Count(line => line.Id.Id == 6308));
        Assert.True(errands.TryRun(_ => Task.CompletedTask));
        using var hurry = new CancellationTokenSource();
        await hurry.CancelAsync();
        await errands.StopAsync(hurry.Token);
        Assert.True(listener.TryTell(Ended));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    public void To_what_is_no_object_nothing_is_added(string before) => Assert.Null(TaskAttributes.Merged(before, Declined));

    private static RequestedVerification Ended => new()
    {
        Id = Some.Id,
        Line = Some.CalledNumber,
        CallSid = Some.CallSid,
        EId = "no-bankid",
        Initiator = CallInitiator.User,
        AskedBy = "system:crm",
        AskedAt = Some.Now,
        Person = "pseudonym",
        State = new RequestState.Unverified(UnverifiedReason.Declined),
        ChangedAt = Some.Now,
    };

    private sealed class NeverAnswers : ITwilioRestClient
    {
        public string AccountSid => "AC00000000000000000000000000000001";

        public string? Region => null;

        public global::Twilio.Http.HttpClient HttpClient => throw new NotSupportedException();

        public Response Request(Request request) => throw new NotSupportedException();

        public Task<Response> RequestAsync(Request request) => new TaskCompletionSource<Response>().Task;
    }
}
