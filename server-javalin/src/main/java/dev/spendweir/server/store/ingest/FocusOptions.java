package dev.spendweir.server.store.ingest;

import org.jspecify.annotations.Nullable;

/**
 * How a FOCUS file is read (spec 5.4).
 *
 * @param agentId who sends it
 * @param projectColumn the column that names the project, or {@code tag:KEY} for a key of column {@code Tags}; null: the
 *     file is about the whole tenant
 * @param costColumn null: {@code BilledCost}
 */
public record FocusOptions(
        String agentId,
        String traceId,
        @Nullable String projectColumn,
        @Nullable String costColumn) {}
