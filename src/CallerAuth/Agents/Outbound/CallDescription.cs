using CallerAuth.Agents.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CallerAuth.Agents.Outbound;

/// <summary>What the OpenAPI document says of a route beside its shapes: the scope that it takes.</summary>
internal sealed record TakesScope(string Scope);

/// <summary>Completes the description of routes that carry <see cref="TakesScope"/>: how to be let in, and how to send an order again.</summary>
internal static class CallDescription
{
    public static void Set(OpenApiOptions options) => options.AddOperationTransformer(DescribeAsync);

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesScope>().FirstOrDefault() is not { } taken)
            return Task.CompletedTask;
        operation.Security =
        [
            new() { [new OpenApiSecuritySchemeReference(ApiDescription.TokenScheme, context.Document)] = [taken.Scope] },
            new() { [new OpenApiSecuritySchemeReference(ApiDescription.KeyScheme, context.Document)] = [] },
        ];
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
            parameter.Description ??= parameter.Name == "callSid" ? "Twilio's SID of the call." : "The verification's `id`.";
        if (operation.OperationId == CallEndpoints.PlaceId)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyKey.Header,
                In = ParameterLocation.Header,
                Description = "Names this order, so that it may be sent again: within 24 hours the same key and body get the first answer, and nobody is rung twice.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"",
            });
        }

        return Task.CompletedTask;
    }
}
