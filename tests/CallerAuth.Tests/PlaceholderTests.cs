namespace CallerAuth.Tests;
public class PlaceholderTests { [Fact] public void It_builds() => Assert.NotNull(typeof(PlaceholderTests)); }
