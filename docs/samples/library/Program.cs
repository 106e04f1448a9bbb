using CallerAuth.Ciba;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCiba(); // by the settings Ciba:Authority, Ciba:ClientId, Ciba:PrivateKeyPath, Ciba:KeyId
var app = builder.Build();

// Answers in two lines: the words to look for in the app, and in a while who it is.
app.MapPost("/identify", async (Person person, ICibaAuthenticator bankId, HttpResponse response, CancellationToken cancellationToken) =>
{
    if (await bankId.StartAsync(person.Eid, person.NationalId, CallInitiator.User, person.BindingMessage, cancellationToken) is not AuthenticationStart.Asked asked)
    {
        response.StatusCode = StatusCodes.Status502BadGateway;
        return;
    }

    await response.WriteAsync($"Look for: {asked.Words}\n", cancellationToken);
    var end = await bankId.WaitAsync(asked, cancellationToken);
    await response.WriteAsync(end is AuthenticationEnd.Verified verified ? $"Verified: {verified.Identity.Claims["name"]}\n" : $"Not verified: {end.GetType().Name}\n", cancellationToken);
});
await app.RunAsync();

internal sealed record Person(string Eid, string NationalId, string? BindingMessage);
