package dev.spendweir.cli;

/**
 * How a command ends, as a pipeline sees it (spec 5.1). The numbers are part of the contract and never change.
 *
 * <p>The ledger command has further codes of its own, one for each class of damage; see {@code ledger verify --help}.
 */
public enum ExitCode {
    /** Go on: allowed, with or without credits; or the command did its work. */
    GO(0),
    /** Anything else that is not a go: bad input, no answer, a fail-safe answer that is no allow, a hold that is gone. */
    FAILED(1),
    /** The decision is DENY. */
    DENIED(2),
    /** People have to decide, once more when their approval expired or was withdrawn; or it is not used yet. */
    APPROVAL_PENDING(3),
    /** An approval token, or the use of an approval, was refused. */
    TOKEN_REFUSED(4),
    /** The command line itself is wrong. */
    USAGE(64);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the process exits with. */
    public int code() {
        return code;
    }
}
