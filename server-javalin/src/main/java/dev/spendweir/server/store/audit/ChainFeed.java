package dev.spendweir.server.store.audit;

import dev.spendweir.ledger.ChainAudit;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.ChainVerifier;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.store.sealing.ChainRow;
import dev.spendweir.time.ClockTime;
import java.util.Arrays;

/** Gives the rows of a store to an audit, and looks at what the store keeps beside the hashed bytes. */
final class ChainFeed {
    private ChainFeed() {}

    /** Gives one row; true when all is well so far. */
    static boolean feed(ChainRow row, ChainAudit audit) {
        if (row.sequence() == audit.verifier().head().sequence()) {
            return audit.verifier()
                    .lastIs(Kind.FORK, "a second entry or link claims place " + row.sequence())
                    .isEmpty();
        }
        ChainRow.Entry entry = row.entry();
        if (entry == null) {
            return audit.verifier()
                    .missing("the link " + row.sequence() + " has no entry")
                    .isEmpty();
        }
        HashChain before = audit.verifier().head();
        boolean isHashKnown = audit.verifier().isHashKnown() && before.sequence() + 1 == row.sequence();
        if (audit.accept(entry.stored()).isPresent()) {
            return false;
        }
        boolean isTaken = audit.verifier().head().sequence() > before.sequence();
        byte[] previous = isHashKnown ? before.chainHash() : row.previousHash();
        // What was passed over as a whole has no columns to be compared.
        return !isTaken || !audit.verifier().isLastRead() || hasRightColumns(row, entry, audit, previous);
    }

    /** What people search by is not hashed itself; it must say what the entry says. */
    private static boolean hasRightColumns(ChainRow row, ChainRow.Entry columns, ChainAudit audit, byte[] before) {
        if (!columns.isLinked() || !Arrays.equals(row.previousHash(), before)) {
            return audit.verifier()
                    .lastIs(Kind.LINK, "the link names another entry or another previous hash")
                    .isEmpty();
        }
        ChainVerifier verifier = audit.verifier();
        boolean right = verifier.lastSays("entry_id", columns.entryId())
                && verifier.lastSays("entry_type", columns.entryType())
                && verifier.lastSays("subject_id", columns.subjectId())
                && verifier.lastSays("event_time", ClockTime.format(columns.eventTime()));
        return right
                || verifier.lastIs(Kind.ENTRY, "a column beside the entry does not say what the entry says")
                        .isEmpty();
    }
}
