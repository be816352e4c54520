package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.Chain;

/** One chain of one tenant. */
public record ChainId(String tenantId, Chain chain) {}
