using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace CallerAuth.Tests.Hardening;

/// <summary>A host of which only the environment matters.</summary>
internal sealed class HostOf(string environment) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = environment;

    public string ApplicationName { get; set; } = "CallerAuth";

    public string ContentRootPath { get; set; } = "";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
