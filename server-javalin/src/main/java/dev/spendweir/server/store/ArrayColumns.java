package dev.spendweir.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Columns of rows in the form in which PostgreSQL takes them, made before anybody waits for them: {@link SqlArrays#columns} only
 * copies them. Not thread-safe while they are put in.
 */
public final class ArrayColumns {
    private final List<BinaryArray> columns = new ArrayList<>();

    /** Adds a column of texts; the statement casts them to what it writes. */
    public <T> ArrayColumns texts(List<T> rows, Function<? super T, @Nullable String> column) {
        return add(BinaryArray.texts(rows, column));
    }

    /** Adds a column of {@link UUID}s, given in their usual text form. */
    public <T> ArrayColumns uuids(List<T> rows, Function<? super T, @Nullable String> column) {
        return add(BinaryArray.uuids(rows, column));
    }

    /** Adds a column of moments, cut to microseconds. */
    public <T> ArrayColumns times(List<T> rows, Function<? super T, @Nullable Instant> column) {
        return add(BinaryArray.times(rows, column));
    }

    /** Adds a column of numbers. */
    public <T> ArrayColumns longs(List<T> rows, ToLongFunction<? super T> column) {
        return add(BinaryArray.longs(rows, column));
    }

    /** Adds a column of numbers of which some may be null. */
    public <T> ArrayColumns longsOrNulls(List<T> rows, Function<? super T, @Nullable Long> column) {
        return add(BinaryArray.longsOrNulls(rows, column));
    }

    /** Adds a column of byte strings. */
    public <T> ArrayColumns bytes(List<T> rows, Function<? super T, byte @Nullable []> column) {
        return add(BinaryArray.bytes(rows, column));
    }

    private ArrayColumns add(BinaryArray column) {
        columns.add(column);
        return this;
    }

    List<BinaryArray> list() {
        return columns;
    }
}
