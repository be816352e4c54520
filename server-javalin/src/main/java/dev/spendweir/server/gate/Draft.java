package dev.spendweir.server.gate;

import java.time.Instant;
import java.util.List;

/**
 * Calls of one tenant, decided on its remembered state and not stored yet: worth nothing until the writer has found that
 * the state still held, and has committed.
 *
 * @param base what the decisions were made on
 * @param tip the same after them
 * @param writes what is to be stored
 * @param encoded the same, as the store takes it
 * @param results one for each call, in their order; they may be given out once the draft is written
 * @param deadline when the answers must be out
 */
public record Draft(
        TenantVersions base,
        TenantVersions tip,
        GateWrites writes,
        GateStore.Encoded encoded,
        List<GateResult> results,
        Instant deadline) {
    public Draft {
        results = List.copyOf(results);
    }

    /** Whose calls these are. */
    public String tenantId() {
        return writes.tenantId();
    }

    /** What the writer made of a draft. */
    public enum Verdict {
        /** It is durable. */
        WRITTEN,
        /** Something that it hangs on has moved; nothing is stored. */
        STALE,
        /** Somebody else is writing for the tenant; nothing is stored. */
        LOCKED,
        /** One of its keys has an answer already; nothing is stored. */
        KEY_KNOWN
    }
}
