namespace ComfyDeps;

/// <summary>Receives what happens while the core works. The core never prints.</summary>
public interface IReporter
{
    /// <summary>Whether anybody hears <see cref="Detail"/>: where not, its messages need not be made.</summary>
    bool WantsDetail => true;

    /// <summary>Tells a decision, for those who asked for detail.</summary>
    /// <param name="message">One sentence.</param>
    void Detail(string message);

    /// <summary>Tells something that the user may want to change.</summary>
    /// <param name="message">One sentence.</param>
    void Warning(string message);

    /// <summary>One item failed; the stream goes on.</summary>
    /// <param name="exception">What failed and why.</param>
    void Error(ComfyDepsException exception);

    /// <summary>Tells how far a long piece of work is.</summary>
    /// <param name="activity">What is being done.</param>
    /// <param name="status">What is being looked at now.</param>
    /// <param name="done">How many are done.</param>
    /// <param name="total">How many there are; 0 while that is not known.</param>
    void Progress(string activity, string status, int done, int total);
}
