using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Http;
using ComfyDeps.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.Core.Tests.Http;

public sealed class HttpPipelineTests : IAsyncLifetime
{
    private const string Secret = "hf_abcdefghijklmnop";

    private readonly EchoStandIn _server = new();
    private readonly FakeClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-cache").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<string> Passing => ["reset", "half", "503", "408", "429", "stall", "html"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task AsksAgainAfterWhatPasses(string kind)
    {
        Fault fault = kind switch
        {
            "reset" => Fault.Reset,
            "half" => Fault.HalfBody,
            "503" => Fault.Status(503),
            "408" => Fault.Status(408),
            "429" => Fault.TooManyRequests(2),
            "stall" => Fault.Stall,
            _ => Fault.Html,
        };
        _server.Faults.Next(fault, fault);

        PipelineResponse response = await Pipeline().SendAsync(Ask("/a", check: BodyCheck.Json), Stop);

        Assert.True(response.IsSuccess, response.Problem);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(501)]
    public async Task TakesTheServicesWordTheFirstTime(int status)
    {
        _server.Faults.Always(Fault.Status(status));

        PipelineResponse response = await Pipeline().SendAsync(Ask("/a"), Stop);

        Assert.True(response.IsAnswered);
        Assert.Equal(status, (int)response.Status);
        Assert.Equal(1, _server.Requests.Count);
    }

    [Theory]
    [InlineData("Retry-After: 7", 7)]
    [InlineData("RateLimit: \"api\";r=0;t=11", 12)]
    public async Task WaitsAsLongAsTheServiceAsks(string header, int seconds)
    {
        _server.Faults.Next(Fault.Status(429, "", "text/plain", header));

        PipelineResponse response = await Pipeline().SendAsync(Ask("/a"), Stop);

        Assert.True(response.IsSuccess, response.Problem);
        Assert.InRange(_clock.Waited.TotalSeconds, seconds, seconds + 1);
    }

    [Fact]
    public async Task AsksNoMoreWhenTheWaitIsLongerThanItsBudget()
    {
        _server.Faults.Always(Fault.TooManyRequests(3600));
        HttpPipeline http = Pipeline();

        PipelineResponse first = await http.SendAsync(Ask("/a"), Stop);
        PipelineResponse second = await http.SendAsync(Ask("/b"), Stop);

        Assert.False(first.IsAnswered);
        Assert.True(first.IsThrottled);
        Assert.False(second.IsAnswered);
        Assert.Contains("11:00", second.Hint, StringComparison.Ordinal);
        Assert.Equal(1, _server.Requests.Count);
    }

    [Fact]
    public async Task AQuotaThatIsUsedUpIsNotAskedAnyMore()
    {
        string reset = (_clock.GetUtcNow() + TimeSpan.FromMinutes(30))
            .ToUnixTimeSeconds()
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        _server.Faults.Next(
            Fault.Status(200, "{}", "application/json", "x-ratelimit-remaining: 0", $"x-ratelimit-reset: {reset}"));
        HttpPipeline http = Pipeline();

        Assert.True((await http.SendAsync(Ask("/a"), Stop)).IsSuccess);
        Assert.True((await http.SendAsync(Ask("/b"), Stop)).IsThrottled);
        Assert.Equal(1, _server.Requests.Count);
    }

    [Fact]
    public async Task KeepsTheCredentialOnItsOwnHostAlone()
    {
        await using EchoStandIn other = new();
        HttpPipeline http = Pipeline(Secret);

        await http.SendAsync(Ask($"/redirect?status=302&to={_server.Address}/here"), Stop);
        await http.SendAsync(Ask($"/redirect?status=307&to={other.Address}/there"), Stop);
        await http.SendAsync(
            Ask(
                "/redirect?status=301&to="
                    + $"{Uri.EscapeDataString($"{other.Address}/redirect?status=302&to={_server.Address}/back")}"),
            Stop);

        Assert.Equal(
            $"Bearer {Secret}",
            Assert.Single(_server.Requests.All, static one => one.Path == "/here").Header("Authorization"));
        Assert.Null(Assert.Single(_server.Requests.All, static one => one.Path == "/back").Header("Authorization"));
        Assert.False(other.Requests.Saw(Secret));
        Assert.Equal(2, other.Requests.Count);
    }

    [Theory]
    [InlineData(301, "POST", "POST")]
    [InlineData(307, "POST", "POST")]
    [InlineData(303, "POST", "GET")]
    [InlineData(302, "HEAD", "HEAD")]
    public async Task KeepsTheMethodThroughRedirects(int status, string method, string expected)
    {
        PipelineRequest request = new(
            new Uri($"{_server.Address}/redirect?status={status}&to=/end"), new HttpMethod(method))
        {
            Body = "x"u8.ToArray(),
            ContentType = "text/plain",
        };

        PipelineResponse response = await Pipeline().SendAsync(request, Stop);

        Assert.True(response.IsSuccess, response.Problem);
        Assert.Equal(expected, _server.Requests.All[^1].Method);
        Assert.Equal("/end", response.Uri.AbsolutePath);
        Assert.Equal(status, (int)Assert.Single(response.Redirects).Status);
    }

    [Fact]
    public async Task StopsAtTheFirstRedirectToAnotherHostWhereThatIsWanted()
    {
        await using EchoStandIn other = new();

        PipelineResponse response = await Pipeline().SendAsync(
            Ask(
                $"/redirect?status=307&to={Uri.EscapeDataString($"/redirect?status=302&to={other.Address}/x")}",
                RedirectRule.SameHost),
            Stop);

        Assert.Equal(HttpStatusCode.Found, response.Status);
        Assert.True(response.IsAnswered);
        Assert.Equal($"{other.Address}/x", response.Headers["Location"]);
        Assert.Equal(0, other.Requests.Count);
    }

    [Theory]
    [InlineData("https://example.org/a", "http://example.org/a", true)]
    [InlineData("https://example.org/a", "https://127.0.0.1/a", true)]
    [InlineData("https://example.org/a", "https://169.254.169.254/latest", true)]
    [InlineData("https://example.org/a", "https://[::1]/", true)]
    [InlineData("https://example.org/a", "https://cdn.example.net/a", false)]
    [InlineData("http://127.0.0.1:1/a", "http://127.0.0.1:2/a", false)]
    public void KnowsRedirectsThatAreDangerous(string from, string to, bool isDangerous)
        => Assert.Equal(isDangerous, RedirectTarget.Danger(new Uri(from), new Uri(to)) is not null);

    [Fact]
    public async Task EndsAfterTooManyRedirects()
    {
        PipelineResponse response = await Pipeline().SendAsync(Ask("/loop"), Stop);

        Assert.False(response.IsAnswered);
        Assert.Contains("redirects more than", response.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadsNoMoreThanItMay()
    {
        _server.Faults.Next(Fault.EndlessBody);

        PipelineResponse endless = await Pipeline().SendAsync(Ask("/a"), Stop);
        PipelineResponse bomb = await Pipeline().SendAsync(Ask("/zeros"), Stop);

        Assert.True(endless.IsTooLarge);
        Assert.True(bomb.IsTooLarge);
    }

    [Fact]
    public async Task ReadsCompressedBodies()
    {
        PipelineResponse response = await Pipeline().SendAsync(Ask("/gzip"), Stop);

        Assert.Equal("packed", Encoding.UTF8.GetString(response.Body.Span));
        Assert.Equal("gzip", response.Headers["Content-Encoding"]);
    }

    [Fact]
    public async Task AsksAHostABoundedNumberOfQuestionsAtOnce()
    {
        _server.Latency = TimeSpan.FromMilliseconds(20);
        HttpPipeline http = Pipeline();

        PipelineResponse[] all = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => http.SendAsync(Ask($"/{i}"), Stop)));

        Assert.All(all, static one => Assert.True(one.IsSuccess, one.Problem));
        Assert.InRange(_server.Requests.MostAtOnce, 2, 8);
    }

    [Fact]
    public async Task AsksOneByOneAfterTheFirstSignOfThrottling()
    {
        HttpPipeline http = Pipeline();
        http.Throttle(new Uri(_server.Address));
        _server.Latency = TimeSpan.FromMilliseconds(5);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => http.SendAsync(Ask($"/{i}"), Stop)));

        Assert.Equal(1, _server.Requests.MostAtOnce);
    }

    [Fact]
    public async Task StopsWhenItIsToldTo()
    {
        _server.Faults.Always(Fault.Stall);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Pipeline().SendAsync(Ask("/a"), soon.Token));
    }

    [Fact]
    public async Task NamesItselfWithItsVersion()
    {
        await Pipeline().SendAsync(Ask("/a"), Stop);

        Assert.Matches(@"^ComfyDeps/\d+\.\d+\.\d+$", _server.Requests.All[0].Header("User-Agent"));
    }

    [Fact]
    public async Task NoTokenIsInAnyMessage()
    {
        _server.Faults.Always(Fault.Reset);
        Uri uri = new($"{_server.Address}/a?token={Secret}&x=1");

        PipelineResponse response = await Pipeline(Secret).SendAsync(new PipelineRequest(uri), Stop);

        Assert.DoesNotContain(Secret, response.Problem, StringComparison.Ordinal);
        Assert.Contains("x=1", response.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UsesAFreshAnswerAgainAndAsksWithItsETagLater()
    {
        HttpPipeline http = Pipeline();
        PipelineRequest request = Ask("/etag", cache: CachePolicy.Moving);

        PipelineResponse first = await http.SendAsync(request, Stop);
        PipelineResponse second = await Pipeline().SendAsync(request, Stop);
        DateTimeOffset asked = second.AskedAt;
        _clock.Advance(TimeSpan.FromMinutes(11));
        PipelineResponse third = await http.SendAsync(request, Stop);

        Assert.False(first.IsFromCache);
        Assert.True(second.IsFromCache);
        Assert.Equal(first.AskedAt, asked);
        Assert.True(third.IsSuccess);
        Assert.True(third.AskedAt > asked);
        Assert.Equal(first.Body.ToArray(), third.Body.ToArray());
        Assert.Equal([200, 304], _server.Requests.All.Select(static one => one.Status));
    }

    [Fact]
    public async Task AnOutageNeverReplacesWhatIsKept()
    {
        HttpPipeline http = Pipeline();
        PipelineRequest request = Ask("/a", cache: CachePolicy.Moving, check: BodyCheck.Json);
        PipelineResponse good = await http.SendAsync(request, Stop);
        _clock.Advance(TimeSpan.FromHours(1));
        _server.Faults.Always(Fault.Html);

        PipelineResponse bad = await http.SendAsync(request, Stop);
        Answer<string> answer = bad.Read(
            static one => Answer<string>.Found(Encoding.UTF8.GetString(one.Body.Span), one.AskedAt));

        Assert.False(bad.IsAnswered);
        Assert.Equal(good.Body.ToArray(), bad.LastKnown!.Body.ToArray());
        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
        Assert.Equal(AnswerKind.Exists, answer.LastKnown);
        Assert.Equal(good.AskedAt, answer.AskedAt);
    }

    [Fact]
    public async Task WhatATokenMaySeeIsShownToNobodyElse()
    {
        PipelineRequest request = Ask("/who", cache: CachePolicy.Moving);

        PipelineResponse mine = await Pipeline(Secret).SendAsync(request, Stop);
        PipelineResponse nobodys = await Pipeline().SendAsync(request, Stop);

        Assert.NotEqual(mine.Body.ToArray(), nobodys.Body.ToArray());
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories),
            static file => File.ReadAllText(file).Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OfflineAsksNobody()
    {
        PipelineRequest request = Ask("/a", cache: CachePolicy.Moving);
        await Pipeline().SendAsync(request, Stop);
        HttpPipeline offline = Pipeline(isOffline: true);

        PipelineResponse fresh = await offline.SendAsync(request, Stop);
        PipelineResponse unknown = await offline.SendAsync(Ask("/b", cache: CachePolicy.Moving), Stop);
        _clock.Advance(TimeSpan.FromDays(1));
        PipelineResponse old = await offline.SendAsync(request, Stop);

        Assert.True(fresh.IsSuccess);
        Assert.False(unknown.IsAnswered);
        Assert.False(old.IsAnswered);
        Assert.NotNull(old.LastKnown);
        Assert.Equal(1, _server.Requests.Count);
    }

    [Fact]
    public async Task AStreamTellsWhenItIsCutShort()
    {
        // A reset can overtake the headers: then the problem is in the response, and else in the reading.
        _server.Faults.Always(Fault.HalfBody);
        await using PipelineDownload download = await Pipeline().OpenAsync(Ask("/long"), Stop);

        if (download.Response.IsAnswered)
        {
            await Assert.ThrowsAnyAsync<IOException>(() => download.Body.CopyToAsync(Stream.Null, Stop));
        }
    }

    private PipelineRequest Ask(
        string target,
        RedirectRule redirects = RedirectRule.Follow,
        CachePolicy? cache = null,
        Func<PipelineResponse, string?>? check = null)
        => new(new Uri(_server.Address + target))
        {
            Redirects = redirects,
            Cache = cache ?? CachePolicy.None,
            MaximumBody = 1024 * 1024,
            Check = check,
        };

    private HttpPipeline Pipeline(string? token = null, bool isOffline = false)
    {
        HostCredentials credentials = new();
        if (token is not null)
        {
            credentials.Add(new Uri(_server.Address), new AuthenticationHeaderValue("Bearer", token));
        }

        return new HttpPipeline(new HttpSettings
        {
            Credentials = credentials,
            CacheFolder = _folder,
            IsOffline = isOffline,
            AttemptTimeout = TimeSpan.FromMilliseconds(700),
            Clock = _clock,
        });
    }

    /// <summary>Answers whatever is asked, with what makes pipelines stumble.</summary>
    private sealed class EchoStandIn : StandIn
    {
        internal EchoStandIn()
            : base("Echo", 0)
        {
            Routes.MapMethods("/{**rest}", ["GET", "HEAD", "POST"], AnswerAsync);
            Open();
        }

        private static async Task AnswerAsync(HttpContext context)
        {
            HttpResponse response = context.Response;
            switch (context.Request.Path.Value)
            {
                case "/redirect":
                    response.StatusCode = int.Parse(
                        context.Request.Query["status"]!, System.Globalization.CultureInfo.InvariantCulture);
                    response.Headers.Location = context.Request.Query["to"];
                    break;
                case "/loop":
                    response.StatusCode = 302;
                    response.Headers.Location = "/loop";
                    break;
                case "/who":
                    await response.WriteAsync(
                        context.Request.Headers.Authorization.Count == 0 ? "nobody" : "somebody",
                        context.RequestAborted);
                    break;
                case "/long":
                    await response.WriteAsync(new string('x', 100_000), context.RequestAborted);
                    break;
                case "/gzip" or "/zeros":
                    byte[] content = context.Request.Path == "/gzip" ? "packed"u8.ToArray() : new byte[8 * 1024 * 1024];
                    using (MemoryStream packed = new())
                    {
                        using (System.IO.Compression.GZipStream gzip = new(
                            packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
                        {
                            gzip.Write(content);
                        }

                        response.Headers.ContentEncoding = "gzip";
                        await response.Body.WriteAsync(packed.ToArray(), context.RequestAborted);
                    }

                    break;
                case "/etag":
                    await context.JsonAsync(new System.Text.Json.Nodes.JsonObject { ["value"] = 1 });
                    break;
                default:
                    response.ContentType = "application/json";
                    await response.WriteAsync("""{"answer":"yes"}""", context.RequestAborted);
                    break;
            }
        }
    }
}
