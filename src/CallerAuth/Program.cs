using CallerAuth;
using CallerAuth.Agents;
using CallerAuth.Agents.Board;
using CallerAuth.Agents.Console;
using CallerAuth.Agents.OnCall;
using CallerAuth.Agents.Outbound;
using CallerAuth.Agents.Statistics;
using CallerAuth.Audit;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Doctor;
using CallerAuth.Hardening;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Recording;
using CallerAuth.Routing;
using CallerAuth.Store;
using CallerAuth.Telemetry;
using CallerAuth.Verification;
using CallerAuth.Voice;
using CallerAuth.Webhooks;

// The content root is where the program lies, so appsettings.json and the music are found from wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddHardening();
builder.AddTelemetry();
// A command's output is what was asked for, and nothing beside it.
if (OperatorCommands.Knows(args))
    builder.Logging.ClearProviders();

// The rooms, in the order in which a call meets them.
builder.Services.AddStore();
builder.Services.AddIdentity();
builder.Services.AddLines();
builder.Services.AddVoice();
builder.Services.AddCalls();
builder.Services.AddVerification();
builder.Services.AddAudit();
builder.Services.AddCibaClient();
builder.Services.AddAgentRouting();
builder.Services.AddDoctor();
builder.Services.AddAgents();
builder.Services.AddStatistics();
builder.Services.AddWebhooks();
builder.Services.AddOutbound();
builder.Services.AddOnCall();
builder.Services.AddBoard();
builder.Services.AddConsole();
builder.Services.AddRecording();

var app = builder.Build();
if (await OperatorCommands.RunAsync(app, args) is { } exitCode)
    return exitCode;
Startup.OpenStoreAhead(app);
if (await Startup.IsRefusedAsync(app))
    return Startup.ConfigurationFault;

app.UseHardening();
app.UsePublicPath();
app.UseRecording();
// Webhooks are answered here already; what comes after it is for people.
app.UseRouting();
app.UseConsole();
app.MapVoice();
app.MapCiba();
app.MapHoldMusic();
app.MapTelemetry();
app.MapAgents();
app.MapOutbound();
app.MapOnCall();
app.MapConsole();

await app.RunAsync();
return 0;
