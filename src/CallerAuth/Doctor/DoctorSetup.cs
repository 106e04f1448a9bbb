namespace CallerAuth.Doctor;

internal static class DoctorSetup
{
    public static IServiceCollection AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton<DoctorCommand>();
        services.AddHttpClient(PublicUrlCheckup.HttpClientName).ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(10)).RemoveAllLoggers();
        return services;
    }
}
