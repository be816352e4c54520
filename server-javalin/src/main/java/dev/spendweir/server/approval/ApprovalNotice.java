package dev.spendweir.server.approval;

import dev.spendweir.ledger.EntryType;
import java.time.Instant;

/**
 * That something happened to an approval, for those who want to be told. Immutable.
 *
 * @param type of the ledger's entry about it
 * @param approval as it stands afterwards
 * @param actorId who did it
 */
public record ApprovalNotice(EntryType type, ApprovalRecord approval, String actorId, Instant at) {}
