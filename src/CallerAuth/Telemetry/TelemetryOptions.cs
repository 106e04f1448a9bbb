namespace CallerAuth.Telemetry;

/// <summary>Where figures and traces go. Where they are sent by OTLP is said by OpenTelemetry's own variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin).</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Serves <c>/metrics</c> for Prometheus. It holds no personal data, and tells a stranger how busy a company's telephones are: keep it inside.</summary>
    public bool Prometheus { get; set; }
}
