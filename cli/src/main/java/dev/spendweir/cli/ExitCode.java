package dev.spendweir.cli;

import java.util.Collection;
import java.util.List;

/**
 * How a command ends, as a pipeline sees it (spec 5.1). The numbers are part of the contract and never change.
 *
 * <p>The ledger command has further codes of its own, one for each class of damage; see {@code ledger verify --help}.
 */
public enum ExitCode {
    /** Go on: allowed, with or without credits. */
    GO(0, "go on: allowed, with or without credits; or the command did its work"),
    /** Anything else that is not a go: bad input, an unreachable server, a fail-safe answer, a hold that is gone. */
    FAILED(1, "anything else: bad input, no answer, a fail-safe answer that is no allow, a hold that is gone"),
    /** The decision is DENY. */
    DENIED(2, "denied"),
    /** People have to decide. */
    APPROVAL_PENDING(3, "an approval is pending"),
    /** The command line itself is wrong. */
    USAGE(64, "the command line is wrong");

    /** Of several ends the first in this order is the one reported (spec 5.1: 2, 3, 4, 1). */
    private static final List<ExitCode> PRECEDENCE = List.of(USAGE, DENIED, APPROVAL_PENDING, FAILED, GO);

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number that the process exits with. */
    public int code() {
        return code;
    }

    /** What it means, for the help text. */
    public String meaning() {
        return meaning;
    }

    /** The one to report of several; {@link #GO} when there are none. */
    public static ExitCode worstOf(Collection<ExitCode> several) {
        return PRECEDENCE.stream().filter(several::contains).findFirst().orElse(GO);
    }
}
