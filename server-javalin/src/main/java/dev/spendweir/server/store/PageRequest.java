package dev.spendweir.server.store;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted (spec 4.2).
 *
 * @param limit {@link #MIN_LIMIT}..{@link #MAX_LIMIT}
 * @param cursor what the page before gave as its {@code next_cursor}; null: from the beginning
 */
public record PageRequest(int limit, @Nullable String cursor) {
    /** A page of nothing would never end. */
    public static final int MIN_LIMIT = 1;
    /** Keeps one answer and its query small. */
    public static final int MAX_LIMIT = 500;
    /** What a caller gets who does not say. */
    public static final int DEFAULT_LIMIT = 50;

    public PageRequest {
        if (limit < MIN_LIMIT || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit + ", must be 1..500");
        }
    }

    /** The first page of the default size. */
    public static PageRequest first() {
        return new PageRequest(DEFAULT_LIMIT, null);
    }
}
