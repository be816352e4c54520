package dev.spendweir.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The log.
 *
 * @param level error, warn, info or debug
 * @param file null: standard error
 */
public record LogSettings(String level, @Nullable Path file) {}
