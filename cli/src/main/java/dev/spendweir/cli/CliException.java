package dev.spendweir.cli;

import dev.spendweir.rejection.RejectedException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command cannot go on for a reason that its user can act on. Printed as one line, with the hint below it; expected
 * control flow, therefore without a stack trace of its own.
 */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final @Nullable String hint;

    /** Ends the command with {@link ExitCode#FAILED}. */
    public CliException(String message) {
        this(ExitCode.FAILED, message, null);
    }

    /** Ends the command with {@link ExitCode#FAILED} and says what to do next. */
    public CliException(String message, @Nullable String hint) {
        this(ExitCode.FAILED, message, hint);
    }

    /** Ends the command with that code and says what to do next. */
    public CliException(ExitCode exitCode, String message, @Nullable String hint) {
        this(exitCode, message, hint, null);
    }

    private CliException(ExitCode exitCode, String message, @Nullable String hint, @Nullable Exception cause) {
        super(message, cause, false, false);
        this.exitCode = Objects.requireNonNull(exitCode, "exitCode");
        this.hint = hint;
    }

    /** Ends the command with {@link ExitCode#FAILED}, in the words of what caused it; {@code --debug} shows the cause. */
    public static CliException causedBy(Exception cause) {
        return new CliException(ExitCode.FAILED, String.valueOf(cause.getMessage()), null, cause);
    }

    /** What is in a file, or what it belongs to, is refused: one line for each finding, each with the file's name. */
    public static CliException inFile(String file, RejectedException e) {
        String lines = e.findings().stream()
                .map(finding -> file + ": " + finding.code().wireName() + ": "
                        + (finding.pointer().isEmpty() ? "" : finding.pointer() + ": ") + finding.detail())
                .collect(Collectors.joining(System.lineSeparator() + "  "));
        return new CliException(ExitCode.FAILED, lines, null, e);
    }

    /** The command line is wrong. */
    public static CliException usage(String message, String hint) {
        return new CliException(ExitCode.USAGE, message, hint);
    }

    /** How the command ends. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** What to do about it, or null. */
    public @Nullable String hint() {
        return hint;
    }
}
