namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>What the callers' process has seen: steps, how many were not answered as they must be, and how long answers took, in microseconds.</summary>
internal sealed record CallersHeard(long Steps, long Failed, double Seconds, long P50, long P99, long P999, long Greatest);
