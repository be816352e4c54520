package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.ChainFailure;

/** A chain does not go on from where it was sealed: nothing of it is sealed any more until people looked at it. */
public final class DiscontinuityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ChainFailure failure;

    DiscontinuityException(ChainFailure failure) {
        super(failure.kind().wireName() + " at entry " + failure.sequence() + ": " + failure.detail());
        this.failure = failure;
    }

    /** What was found. */
    public ChainFailure failure() {
        return failure;
    }
}
