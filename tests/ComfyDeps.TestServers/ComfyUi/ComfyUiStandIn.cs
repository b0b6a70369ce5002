using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.ComfyUi;

/// <summary>
/// A running ComfyUI, with or without ComfyUI-Manager, and what stands before it on a rented machine.
/// </summary>
public sealed partial class ComfyUiStandIn : StandIn
{
    public ComfyUiStandIn(int port = 0)
        : base("ComfyUI", port)
    {
        foreach (string prefix in new[] { "", "/api" })
        {
            Routes.MapGet(prefix + "/system_stats", context => SendAsync(context, SystemStats()));
            Routes.MapGet(prefix + "/object_info", ObjectInfoAsync);
            Routes.MapGet(prefix + "/object_info/{name}", ClassInfoAsync);
            Routes.MapGet(prefix + "/models", context => SendAsync(context, Texts(Models.Keys)));
            Routes.MapGet(prefix + "/models/{folder}", ModelsAsync);
            Routes.MapGet(prefix + "/features", context => SendAsync(context, Features()));
            MapManager(prefix);
        }

        Open();
    }

    /// <summary>What Cloudflare says when a server has not answered for 100 seconds.</summary>
    public static Fault OriginTimeout { get; } = Fault.Status(524, "error code: 524", "text/plain; charset=UTF-8");

    public string ComfyUiVersion { get; set; } = "0.3.76";

    public string PythonVersion { get; set; } = "3.12.3 (main, Feb  4 2025, 14:48:35) [GCC 13.3.0]";

    /// <summary>Whether names have the backslashes of Windows.</summary>
    public bool IsWindows { get; set; }

    /// <summary>User name and password, with a colon between, that a proxy before it wants; null for none.</summary>
    public string? BasicAuthentication { get; set; }

    public IList<ServedClass> Classes { get; } = [];

    /// <summary>Model files by folder key, with slashes.</summary>
    public IDictionary<string, IReadOnlyList<string>> Models { get; }
        = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    private char Separator => IsWindows ? '\\' : '/';

    protected override Fault? Refuse(RecordedRequest request)
    {
        string? wanted = BasicAuthentication is null
            ? null
            : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(BasicAuthentication));
        return wanted is null || request.Header("Authorization") == wanted
            ? null
            : Fault.Status(
                401,
                "<html><body>401 Authorization Required</body></html>",
                "text/html",
                "WWW-Authenticate: Basic realm=\"ComfyUI\"");
    }

    /// <summary>Python's JSON: all of it ASCII, and numbers that JSON does not have.</summary>
    private static Task SendAsync(HttpContext context, JsonNode body)
    {
        string text = body
            .ToJsonString(JsonSerializerOptions.Default)
            .Replace($"\"{ServedInput.NaN}\"", "NaN", StringComparison.Ordinal);
        return SendAsync(context, 200, text, "application/json; charset=utf-8");
    }

    private static async Task SendAsync(HttpContext context, int status, string body, string contentType)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>What the web framework says of an address that it has no route for.</summary>
    private static Task NoRouteAsync(HttpContext context)
        => SendAsync(context, 404, "404: Not Found", "text/plain; charset=utf-8");

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private JsonObject SystemStats() => new()
    {
        ["system"] = new JsonObject
        {
            ["os"] = IsWindows ? "win32" : "linux",
            ["ram_total"] = 270_000_000_000,
            ["ram_free"] = 200_000_000_000,
            ["comfyui_version"] = ComfyUiVersion,
            ["required_frontend_version"] = "1.33.8",
            ["python_version"] = PythonVersion,
            ["pytorch_version"] = "2.8.0+cu128",
            ["embedded_python"] = IsWindows,
            ["argv"] = new JsonArray("main.py", "--listen", "0.0.0.0"),
        },
        ["devices"] = new JsonArray(new JsonObject
        {
            ["name"] = "cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync",
            ["type"] = "cuda",
            ["index"] = 0,
            ["vram_total"] = 25_000_000_000,
            ["vram_free"] = 24_000_000_000,
        }),
    };

    private JsonObject Features() => new()
    {
        ["supports_preview_metadata"] = true,
        ["max_upload_size"] = 104_857_600,
        ["extension"] = new JsonObject { ["manager"] = new JsonObject { ["supports_v4"] = Manager == ManagerKind.V4 } },
    };

    private Task ObjectInfoAsync(HttpContext context)
    {
        JsonObject body = [];
        foreach (ServedClass served in Classes.Where(served => !served.IsBroken))
        {
            body[served.Name] = Shape(served);
        }

        return SendAsync(context, body);
    }

    private Task ClassInfoAsync(HttpContext context)
    {
        string name = Value(context, "name");
        ServedClass? served = Classes.FirstOrDefault(one => one.Name == name);
        return served is null ? SendAsync(context, new JsonObject())
            : served.IsBroken ? SendAsync(
                context, 500, "500 Internal Server Error\n\nServer got itself in trouble", "text/plain; charset=utf-8")
            : SendAsync(context, new JsonObject { [name] = Shape(served) });
    }

    private Task ModelsAsync(HttpContext context)
        => Models.TryGetValue(Value(context, "folder"), out IReadOnlyList<string>? files)
            ? SendAsync(context, Texts(files.Select(file => file.Replace('/', Separator))))
            : SendAsync(context, 404, "", "application/octet-stream");

    private static string Value(HttpContext context, string name)
        => ((string?)context.Request.RouteValues[name] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private JsonObject Shape(ServedClass served)
    {
        JsonObject shape = new()
        {
            ["input"] = new JsonObject
            {
                ["required"] = Inputs(served.Required),
                ["optional"] = Inputs(served.Optional),
                ["hidden"] = new JsonObject { ["unique_id"] = "UNIQUE_ID" },
            },
            ["input_order"] = new JsonObject { ["required"] = Texts(served.Required.Select(input => input.Name)) },
            ["output"] = new JsonArray("MODEL"),
            ["output_is_list"] = new JsonArray(false),
            ["output_name"] = new JsonArray("MODEL"),
            ["name"] = served.Name,
            ["display_name"] = served.Name,
            ["description"] = "",
        };
        if (served.PythonModule is not null)
        {
            shape["python_module"] = served.PythonModule;
        }

        shape["category"] = "loaders";
        shape["output_node"] = false;
        return shape;
    }

    private JsonObject Inputs(IReadOnlyList<ServedInput> inputs)
    {
        JsonObject shape = [];
        foreach (ServedInput input in inputs)
        {
            shape[input.Name] = input.Spec(Separator);
        }

        return shape;
    }
}
