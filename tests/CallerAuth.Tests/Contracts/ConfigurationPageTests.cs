using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CallerAuth.Agents.Access;
using CallerAuth.Agents.Console;
using CallerAuth.Agents.OnCall;
using CallerAuth.Agents.Outbound;
using CallerAuth.Agents.Statistics;
using CallerAuth.Audit;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Ciba.EIds;
using CallerAuth.Hardening;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Recording;
using CallerAuth.Store;
using CallerAuth.Telemetry;
using CallerAuth.Tests.Conventions;
using CallerAuth.Verification;
using CallerAuth.Voice;
using CallerAuth.Webhooks;
using Twilio.AspNet.Core;

namespace CallerAuth.Tests.Contracts;

/// <summary>docs/configuration.md lists every setting that the options classes have, with its default, and none that they have not.</summary>
public partial class ConfigurationPageTests
{
    private const string Page = "configuration.md";

    private static readonly (string Section, object Defaults)[] Sections =
    [
        ("", new PublicOptions()),
        ("", new SecretOptions()),
        ("Server", new ServerOptions()),
        ("Twilio", new TwilioOptions()),
        ("Twilio:Client", new TwilioClientOptions()),
        ("Ciba", new CibaOptions()),
        ("EIds:<name>", new EId { Name = "", AcrValues = "", NationalIdKind = default, AcceptedAuthenticationTypes = [], NationalIdClaim = "" }),
        ("Store", new StoreOptions()),
        ("Privacy", new PrivacyOptions()),
        ("Verification", new VerificationOptions()),
        ("Limits", new LimitsOptions()),
        ("Audit", new AuditOptions()),
        ("Api", new ApiOptions()),
        ("Api:Keys:<n>", new ApiKeyOptions()),
        ("Agents", new StatisticsOptions()),
        ("Webhooks:<number>", new WebhookOptions()),
        ("Outbound", new OutboundOptions()),
        ("TaskRouter", new TaskRouterOptions()),
        ("Agents:SignIn", new SignInOptions()),
        ("Telemetry", new TelemetryOptions()),
        ("Recording", new RecordingOptions()),
        ("Lines:<number>", new LineOptions()),
        ("Lines:<number>:WhenVerified", new Destination()),
    ];

    private static readonly Dictionary<string, (string Type, string Default)> Documented = Rows()
        .ToDictionary(row => row.Groups["key"].Value, row => (row.Groups["type"].Value.Trim(), row.Groups["default"].Value.Trim().Trim('`')), StringComparer.Ordinal);

    [Fact]
    public void The_page_lists_the_settings_that_there_are()
    {
        var settings = Settings().Select(setting => setting.Key).Distinct(StringComparer.Ordinal).ToList();

        Assert.Equal([], settings.Except(Documented.Keys, StringComparer.Ordinal));
        Assert.Equal([], Documented.Keys.Except(settings, StringComparer.Ordinal));
    }

    [Fact]
    public void The_defaults_on_the_page_are_those_of_the_code()
    {
        // Required settings have a default in C# only because a value must be something.
        string[] required = ["EIds:<name>:NationalIdKind", "Lines:<number>:WhenVerified:Kind"];

        foreach (var (key, property, value) in Settings().Where(setting => !required.Contains(setting.Key, StringComparer.Ordinal)))
            Assert.Equal((key, Default(property, value)), (key, Documented[key].Default));
    }

    [Fact]
    public void The_types_on_the_page_are_those_of_the_code()
    {
        foreach (var (key, property, _) in Settings())
            Assert.Equal((key, TypeOf(property.PropertyType)), (key, Documented[key].Type));
    }

    [Fact]
    public void Every_class_of_settings_is_looked_at()
    {
        var known = Sections.Select(section => section.Defaults.GetType()).Append(typeof(LinesOptions)).Append(typeof(EIdOptions)).Append(typeof(WebhooksOptions));

        var all = OurTypes.All.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsNested);

        Assert.Equal([], all.Except(known).Select(type => type.Name));
    }

    [Fact]
    public void Sections_are_read_under_the_names_on_the_page()
    {
        string[] read = [ServerOptions.Section, TwilioOptions.Section, CibaOptions.Section, EIdOptions.Section, StoreOptions.Section, PrivacyOptions.Section, VerificationOptions.Section, LimitsOptions.Section, AuditOptions.Section, OutboundOptions.Section, TaskRouterOptions.Section, StatisticsOptions.Section, WebhooksOptions.Section, ApiOptions.Section, RecordingOptions.Section, TelemetryOptions.Section, LinesOptions.Section];

        Assert.Equal(read.Order(StringComparer.Ordinal), Sections.Select(section => section.Section.Split(':')[0]).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_prompt_is_listed_with_its_placeholders()
    {
        var prompts = new Prompts();

        Repository.AssertSection(Page, "prompts",
        [
            "| prompt | placeholders | when |",
            "|---|---|---|",
            .. Enum.GetValues<PromptKey>().Select(key => $"| `{key}` | {Placeholders(prompts, key)} | {DocComments.Of(key)} |"),
        ]);
    }

    private static string Placeholders(Prompts prompts, PromptKey key) =>
        string.Join(" ", Prompts.Placeholders(prompts.Text("en-GB", key)).Order(StringComparer.Ordinal).Select(name => $"`{{{name}}}`"));

    private static IEnumerable<(string Key, PropertyInfo Property, object? Value)> Settings() =>
        Sections.SelectMany(section => Settings(section.Section, section.Defaults));

    private static IEnumerable<(string Key, PropertyInfo Property, object? Value)> Settings(string section, object defaults)
    {
        foreach (var property in defaults.GetType().GetProperties().Where(IsSetting))
        {
            var key = section.Length == 0 ? property.Name : $"{section}:{property.Name}";
            var value = property.GetValue(defaults);
            if (property.PropertyType.IsNested && value is not null)
            {
                foreach (var inner in Settings(key, value))
                    yield return inner;
            }
            else
            {
                yield return (key, property, value);
            }
        }
    }

    // An eID's name is the section's; a list without a setter is still filled by the binder.
    private static bool IsSetting(PropertyInfo property) =>
        (property.CanWrite || property.PropertyType == typeof(IList<string>)) && !(property.DeclaringType == typeof(EId) && property.Name == nameof(EId.Name));

    private static string Default(PropertyInfo property, object? value) => value switch
    {
        null or "" or Destination => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.Milliseconds == 0 ? time.ToString("c", CultureInfo.InvariantCulture) : time.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
        ICollection { Count: 0 } => "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? property.Name,
    };

    private static string TypeOf(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "duration",
        _ when type == typeof(int) || type == typeof(int?) => "number",
        _ when type == typeof(Destination) => "a destination",
        { IsEnum: true } => Alternatives([.. Enum.GetNames(type).Where(name => name != nameof(DestinationKind.Unset))]),
        _ when type == typeof(Dictionary<string, string>) => "by language",
        _ when type == typeof(Dictionary<string, Dictionary<string, string>>) => "by language, by prompt",
        _ when type == typeof(IReadOnlyDictionary<string, PendingStep>) => "by the provider's words",
        _ => "list of text",
    };

    private static string Alternatives(string[] names) => $"{string.Join(", ", names[..^1].Select(name => $"`{name}`"))} or `{names[^1]}`";

    private static MatchCollection Rows() => Row().Matches(File.ReadAllText(Repository.PathOf("docs", Page)).Split("### Prompts")[0]);

    [GeneratedRegex(@"^\| `(?<key>[^`]+)` \|(?<type>[^|]+)\|(?<default>[^|]*)\|[^|]+\|$", RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
