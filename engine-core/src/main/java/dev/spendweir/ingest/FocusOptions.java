package dev.spendweir.ingest;

import org.jspecify.annotations.Nullable;

/**
 * How FOCUS rows are read (spec 5.4). Immutable.
 *
 * @param projectColumn the column that names the project, or {@code tag:KEY} for a key of column {@code Tags}; null: the
 *     rows are about the whole tenant
 * @param costColumn null: {@code BilledCost}
 */
public record FocusOptions(
        @Nullable String projectColumn, @Nullable String costColumn) {}
