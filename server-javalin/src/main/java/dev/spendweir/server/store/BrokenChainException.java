package dev.spendweir.server.store;

import dev.spendweir.ledger.Chain;
import org.jspecify.annotations.Nullable;

/** A writer found that a chain does not go on from its head (spec 3.3): no contention, a discontinuity. */
public final class BrokenChainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String tenantId;
    private final Chain chain;
    private final long sequence;
    private final String detail;

    /**
     * A discontinuity.
     *
     * @param sequence the place that was to be written; 0 when there is no head
     * @param detail what was found
     */
    public BrokenChainException(String tenantId, Chain chain, long sequence, String detail, @Nullable Throwable cause) {
        super("chain " + chain.wireName() + " of tenant " + tenantId + ", place " + sequence + ": " + detail, cause);
        this.tenantId = tenantId;
        this.chain = chain;
        this.sequence = sequence;
        this.detail = detail;
    }

    /** Whose chain it is. */
    public String tenantId() {
        return tenantId;
    }

    /** Which of them. */
    public Chain chain() {
        return chain;
    }

    /** The place that was to be written; 0 when there is no head. */
    public long sequence() {
        return sequence;
    }

    /** What was found. */
    public String detail() {
        return detail;
    }
}
