package dev.spendweir.cli;

/** One line that says what is going on, for a person who watches; nothing of it remains, and nobody else sees it. */
public final class Progress {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final CliContext context;

    /** Progress on standard error, if a person watches. */
    public Progress(CliContext context) {
        this.context = context;
    }

    /** Says what is going on now. */
    public void show(String text) {
        if (context.terminal().interactive()) {
            context.err().print(CLEAR_LINE + text + " ...");
            context.err().flush();
        }
    }

    /** Takes the line away. */
    public void clear() {
        if (context.terminal().interactive()) {
            context.err().print(CLEAR_LINE);
            context.err().flush();
        }
    }
}
