package dev.spendweir.server.store.holds;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which exceptions are wanted; null: any. */
public record ExceptionFilter(
        @Nullable ExceptionKind kind,
        @Nullable UUID reservationId,
        @Nullable String projectId) {
    /** Every exception. */
    public static final ExceptionFilter ALL = new ExceptionFilter(null, null, null);
}
