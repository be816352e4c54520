package dev.spendweir.cli.client;

/** A server gave no answer: it cannot be reached, or took too long. What became of the call is unknown. */
public final class NoAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    NoAnswerException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** What went wrong, in one line. */
    public String reason() {
        return reason;
    }
}
