namespace CallerAuth.Ciba;

/// <summary>The shorter and the longer of two times, as <see cref="Math"/> has it for numbers.</summary>
internal static class TimeSpanExtensions
{
    extension(TimeSpan)
    {
        public static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

        public static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
    }
}
