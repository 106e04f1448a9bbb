using CallerAuth.Tests.Contracts;
using CallerAuth.Verification;
using Microsoft.Extensions.Configuration;

namespace CallerAuth.Tests.Verification;

public class LimitsOptionsValidatorTests
{
    private static readonly LimitsOptionsValidator Validator = new();

    [Fact]
    public void The_defaults_pass() => Assert.Empty(Faults.In(Validator, new LimitsOptions()));

    [Fact]
    public void A_call_with_all_its_attempts_fits_the_defaults()
    {
        var defaults = new LimitsOptions();

        Assert.True(defaults.PerPerson.Short.Most >= 3);
        Assert.True(defaults.PerCallingNumber.Short.Most >= 3);
    }

    [Fact]
    public void A_line_and_all_lines_are_not_limited_unless_asked() =>
        Assert.Empty(new[] { new LimitsOptions().PerLine, new LimitsOptions().Overall }.SelectMany(limit => limit.InForce));

    [Fact]
    public void Every_fault_is_told_at_once() => Assert.Equal(
        ["Limits:PerPerson:Short:Most", "Limits:PerCallingNumber:Short:Within", "Limits:PerLine:Long:Most", "Limits:Overall:Long:Within"],
        Faults.KeysIn(Validator, new LimitsOptions
        {
            PerPerson = Of(-1, 15, 0, 60),
            PerCallingNumber = Of(3, 0, 0, 60),
            PerLine = Of(0, 15, 100_001, 60),
            Overall = Of(0, 15, 9, 8 * 24 * 60),
        }));

    [Theory]
    [InlineData(3, 15, 10, 15, "Limits:PerPerson:Long:Within")]
    [InlineData(3, 15, 10, 10, "Limits:PerPerson:Long:Within")]
    [InlineData(3, 15, 3, 60, "Limits:PerPerson:Long:Most")]
    [InlineData(3, 15, 2, 60, "Limits:PerPerson:Long:Most")]
    public void Two_windows_of_which_one_is_idle(int most, int minutes, int mostInLong, int longMinutes, string key) =>
        Assert.Equal([key], Faults.KeysIn(Validator, new LimitsOptions { PerPerson = Of(most, minutes, mostInLong, longMinutes) }));

    [Theory]
    [InlineData(0, 15, 2, 10)]
    [InlineData(3, 15, 0, 10)]
    [InlineData(0, 15, 0, 10)]
    public void A_window_that_is_off_contradicts_nothing(int most, int minutes, int mostInLong, int longMinutes) =>
        Assert.Empty(Faults.In(Validator, new LimitsOptions { PerPerson = Of(most, minutes, mostInLong, longMinutes) }));

    [Fact]
    public void One_setting_is_changed_and_the_others_stay()
    {
        var options = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Limits:PerPerson:Short:Most", "4"), new("Limits:PerLine:Short:Within", "00:01:00")])
            .Build()
            .GetSection(LimitsOptions.Section)
            .Get<LimitsOptions>()!;

        Assert.Equal((4, TimeSpan.FromMinutes(15), 10, TimeSpan.FromDays(1)), (options.PerPerson.Short.Most, options.PerPerson.Short.Within, options.PerPerson.Long.Most, options.PerPerson.Long.Within));
        Assert.Equal((0, TimeSpan.FromMinutes(1)), (options.PerLine.Short.Most, options.PerLine.Short.Within));
    }

    private static LimitsOptions.Limit Of(int most, int minutes, int mostInLong, int longMinutes) => new()
    {
        Short = new() { Most = most, Within = TimeSpan.FromMinutes(minutes) },
        Long = new() { Most = mostInLong, Within = TimeSpan.FromMinutes(longMinutes) },
    };
}
