package dev.spendweir.server.store.ingest;

import dev.spendweir.ingest.FocusOptions;

/**
 * Who sends a FOCUS file and how it is read (spec 5.4); such a file has no envelope to say so.
 *
 * @param agentId who sends it
 */
public record FocusUpload(String agentId, String traceId, FocusOptions options) {}
