using System;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Pipeline;

/// <summary>Every way out of a pipeline: what is written, and that nothing runs on behind it.</summary>
public sealed class BridgeTests : IDisposable
{
    private readonly Engine _engine = new(Built.TestCmdlets);

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    [Fact]
    public void WritesEachItemInOrder()
    {
        Engine.Result result = _engine.Run("Get-Number -Count 100");
        Assert.Equal(
            Enumerable.Range(1, 100).Select(static i => $"item {i}"), result.Output.Select(static o => o.ToString()));
        AssertNothingRuns();
    }

    [Fact]
    public void StopsTheWorkWhenSelectHasEnough()
    {
        Assert.Equal("item 1 item 2", _engine.Run("Get-Number -Count 100000 | Select-Object -First 2").Text);
        AssertNothingRuns();
        Assert.Equal(
            "4",
            _engine.Run(
                "$b = [ComfyDeps.TestCmdlets.Work]::Started; $null = Get-Number -Count 100000 | Select-Object -First "
                    + "4; [ComfyDeps.TestCmdlets.Work]::Started - $b").Text);
    }

    [Fact]
    public void AnExplainedFailureIsOneErrorAfterWhatCameBefore()
    {
        Engine.Result result = _engine.Run("Get-Number -FailAt 4");
        Assert.Equal("item 1 item 2 item 3", result.Text);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("SourceUnavailable,ComfyDeps.TestCmdlets.GetNumberCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
        Assert.Equal("target", error.TargetObject);
        Assert.Equal("Try again later.", error.ErrorDetails.RecommendedAction);
        Assert.Null(result.Failure);
        AssertNothingRuns();
    }

    [Fact]
    public void ErrorActionStopEndsTheWork()
    {
        Engine.Result result = _engine.Run(
            "try { Get-Number -Count 100000 -Chatty -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }");
        Assert.Equal("NotAWorkflow,ComfyDeps.TestCmdlets.GetNumberCommand", result.Text);
        AssertNothingRuns();
    }

    [Theory]
    [InlineData("SilentlyContinue", 10)]
    [InlineData("Ignore", 0)]
    public void ErrorActionIsHonoured(string action, int remembered)
    {
        Engine.Result result = _engine.Run(
            $"$global:error.Clear(); $null = Get-Number -Chatty -ErrorAction {action}; $global:error.Count");
        Assert.Empty(result.Errors);
        Assert.Equal($"{remembered}", result.Text);
    }

    [Fact]
    public void AnUnexpectedFailureLooksLikeTheBugItIs()
    {
        Engine.Result result = _engine.Run("Get-Number -CrashAt 3");
        Assert.Equal("item 1 item 2", result.Text);
        Assert.IsType<InvalidTimeZoneException>(Assert.Single(result.Errors).Exception);
        AssertNothingRuns();
    }

    [Fact]
    public void StreamsOtherThanOutputArriveToo()
    {
        Engine.Result result = _engine.Run("Get-Number -Count 3 -Delay 300 -Chatty -Verbose");
        Assert.Equal("item 1 item 2 item 3", result.Text);
        Assert.Equal(
            ["detail 1", "detail 2", "detail 3"],
            result.Verbose.Where(static v => v.StartsWith("detail", StringComparison.Ordinal)));
        Assert.Equal(12, result.Verbose.Count(static v => v.StartsWith("parallel", StringComparison.Ordinal)));
        Assert.Equal(["bad 1", "bad 2", "bad 3"], result.Errors.Select(static e => e.Exception.Message));
    }

    [Fact]
    public void ProgressIsThrottledAndTakenAway()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Engine.Result quick = _engine.Run("Get-Number -Count 50 -Chatty");

        // On a machine that is busy enough, what is quick takes long enough to be shown.
        Assert.True(
            quick.Progress.Count == 0 || watch.ElapsedMilliseconds >= 200,
            $"{quick.Progress.Count} in {watch.Elapsed}");
        Engine.Result slow = _engine.Run("Get-Number -Count 40 -Delay 20 -Chatty");
        Assert.InRange(slow.Progress.Count, 2, 10);
        Assert.Single(slow.Progress.Select(static p => p.ActivityId).Distinct());
        Assert.Equal(ProgressRecordType.Completed, slow.Progress[^1].RecordType);
        Assert.Single(slow.Progress, static p => p.RecordType == ProgressRecordType.Completed);
    }

    [Theory]
    [InlineData("Get-Number -Count 100000 -Delay 20")]
    [InlineData("Get-Number -Count 1 -Delay 60000")]
    [InlineData("Get-Number -Count 100000 | ConvertFrom-Number")]
    public async Task StoppingReturnsAtOnceAndLeavesNothingBehind(string script)
    {
        using PowerShell shell = _engine.Start(script);
        Task<PSDataCollection<PSObject>> running = shell.InvokeAsync();
        Assert.True(SpinWait.SpinUntil(() => Alive() > 0, TimeSpan.FromSeconds(30)));
        long start = Stopwatch.GetTimestamp();
        await Task.Factory.FromAsync(shell.BeginStop, shell.EndStop, null);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<PipelineStoppedException>(() => running);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
        AssertNothingRuns();
    }

    [Fact]
    public void FedWorkGivesAllOfALongInput()
    {
        Engine.Result result = _engine.Run("1..5000 | ConvertFrom-Number");
        Assert.Equal(
            Enumerable.Range(1, 5000).Select(static i => $"<{i}>"), result.Output.Select(static o => o.ToString()));
        AssertNothingRuns();
    }

    [Fact]
    public void FedWorkGivesResultsWhileInputStillComes()
    {
        // The first result can only stop an endless input when it is written before that input ends.
        Assert.Equal(
            "<1>",
            _engine.Run("& { for ($i = 1; $true; $i++) { $i } } | ConvertFrom-Number | Select-Object -First 1").Text);
        AssertNothingRuns();
    }

    [Fact]
    public void FedWorkThatFailsEarlyLetsTheInputEnd()
    {
        Engine.Result result = _engine.Run("1..5000 | ConvertFrom-Number -StopAfter 2");
        Assert.Equal("<1> <2>", result.Text);
        Assert.Equal("2", Assert.Single(result.Errors).TargetObject);
        AssertNothingRuns();
    }

    [Fact]
    public void FedWorkEndsWhenTheInputFails()
    {
        Engine.Result result = _engine.Run(
            "try { 1..3 | ForEach-Object { if ($_ -eq 3) { throw 'upstream' }; $_ } | ConvertFrom-Number } catch { "
                + "\"$_\" }");
        Assert.EndsWith("upstream", result.Text, StringComparison.Ordinal);
        AssertNothingRuns();
    }

    [Fact]
    public void EveryErrorCodeHasACategoryATargetAndAHint()
    {
        Engine.Result result = _engine.Run("Write-EveryError");
        Assert.Equal(
            result.Output.Select(static o => $"{o},ComfyDeps.TestCmdlets.WriteEveryErrorCommand"),
            result.Errors.Select(static e => e.FullyQualifiedErrorId));
        Assert.All(result.Errors, static error =>
        {
            Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
            Assert.StartsWith("target of", (string)error.TargetObject, StringComparison.Ordinal);
            Assert.StartsWith("hint of", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        });
    }

    private int Alive()
        => AppDomain.CurrentDomain.GetAssemblies()
            .Single(static a => a.GetName().Name == "ComfyDeps.TestCmdlets")
            .GetType("ComfyDeps.TestCmdlets.Work")!
            .GetProperty("Alive")!.GetValue(null) is int alive ? alive : -1;

    private void AssertNothingRuns() => Assert.Equal(0, Alive());
}
