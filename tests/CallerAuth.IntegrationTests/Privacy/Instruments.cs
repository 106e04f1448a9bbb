using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>
/// Hears every activity and every measurement of the process, as an operator's exporter would that asks for all of them. The tests beside
/// it are heard as well, which only makes it stricter.
/// </summary>
internal sealed class Instruments : IDisposable
{
    private readonly ConcurrentDictionary<string, byte> _said = new(StringComparer.Ordinal);
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters;
    private int _activitiesHeard;
    private int _measurementsHeard;

    public Instruments()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        HearMeasurements<byte>();
        HearMeasurements<short>();
        HearMeasurements<int>();
        HearMeasurements<long>();
        HearMeasurements<float>();
        HearMeasurements<double>();
        HearMeasurements<decimal>();
        _meters.Start();
    }

    public int ActivitiesHeard => Volatile.Read(ref _activitiesHeard);

    public int MeasurementsHeard => Volatile.Read(ref _measurementsHeard);

    public IReadOnlyCollection<string> Said
    {
        get
        {
            _meters.RecordObservableInstruments();
            return [.. _said.Keys];
        }
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void HearMeasurements<T>()
        where T : struct => _meters.SetMeasurementEventCallback<T>((instrument, _, tags, _) =>
    {
        Interlocked.Increment(ref _measurementsHeard);
        _said.TryAdd($"{instrument.Meter.Name} {instrument.Name} {string.Join(' ', tags.ToArray().Select(Written))}", 0);
    });

    private void Hear(Activity activity)
    {
        Interlocked.Increment(ref _activitiesHeard);
        IEnumerable<string?> all =
        [
            activity.Source.Name, activity.OperationName, activity.DisplayName, activity.StatusDescription, activity.TraceStateString,
            .. activity.TagObjects.Select(Written),
            .. activity.Baggage.Select(pair => $"{pair.Key}={pair.Value}"),
            .. activity.Events.SelectMany(happened => happened.Tags.Select(Written).Prepend(happened.Name)),
            .. activity.Links.SelectMany(link => link.Tags ?? []).Select(Written),
        ];
        _said.TryAdd(string.Join(' ', all), 0);
    }

    private static string Written(KeyValuePair<string, object?> tag) => $"{tag.Key}={tag.Value}";
}
