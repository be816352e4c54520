package dev.spendweir.server.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * One column of rows, written as PostgreSQL reads an array from the wire: nothing is turned into text and parsed again, which for
 * a column of times costs the database more than to store them. Several can be put together into one array. It does not change any
 * more once it is made.
 */
final class BinaryArray {
    private static final int HEADER = 12;
    private static final int DIMENSION = 8;
    private static final int LENGTH = 4;
    private static final int USUAL_TEXT = 24;

    /** What PostgreSQL counts from, 2000-01-01T00:00:00Z, in seconds of the epoch. */
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private final Type type;
    private final int count;
    private byte[] bytes;
    private int length;
    private boolean nulls;

    /** The types that are written. */
    private enum Type {
        TEXT(Oid.TEXT, Oid.TEXT_ARRAY, USUAL_TEXT),
        BYTEA(Oid.BYTEA, Oid.BYTEA_ARRAY, 0),
        BIGINT(Oid.INT8, Oid.INT8_ARRAY, Long.BYTES),
        UUID(Oid.UUID, Oid.UUID_ARRAY, 2 * Long.BYTES),
        TIMESTAMPTZ(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY, Long.BYTES);

        private final int element;
        private final int array;
        private final int size;

        Type(int element, int array, int size) {
            this.element = element;
            this.array = array;
            this.size = size;
        }
    }

    /** @param room for the elements, without their lengths */
    private BinaryArray(Type type, int count, int room) {
        this.type = type;
        this.count = count;
        this.bytes = new byte[count * LENGTH + room];
    }

    private static <T, V> BinaryArray of(
            Type type, List<T> rows, Function<? super T, @Nullable V> column, BiConsumer<BinaryArray, V> element) {
        return of(type, rows, rows.size() * type.size, column, element);
    }

    private static <T, V> BinaryArray of(
            Type type,
            List<T> rows,
            int room,
            Function<? super T, @Nullable V> column,
            BiConsumer<BinaryArray, V> element) {
        BinaryArray array = new BinaryArray(type, rows.size(), room);
        for (T row : rows) {
            V value = column.apply(row);
            if (value == null) {
                array.nulls = true;
                array.number(-1);
            } else {
                element.accept(array, value);
            }
        }
        return array;
    }

    static <T> BinaryArray texts(List<T> rows, Function<? super T, @Nullable String> column) {
        return of(Type.TEXT, rows, column, (array, text) -> array.bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of UUIDs in their usual text form. */
    static <T> BinaryArray uuids(List<T> rows, Function<? super T, @Nullable String> column) {
        return of(Type.UUID, rows, column, (array, text) -> array.uuid(UUID.fromString(text)));
    }

    /** Of moments, cut to microseconds. */
    static <T> BinaryArray times(List<T> rows, Function<? super T, @Nullable Instant> column) {
        return of(
                Type.TIMESTAMPTZ,
                rows,
                column,
                (array, time) -> array.longNumber((time.getEpochSecond() - POSTGRES_EPOCH_SECONDS) * MICROS_PER_SECOND
                        + time.getNano() / NANOS_PER_MICRO));
    }

    static <T> BinaryArray longs(List<T> rows, ToLongFunction<? super T> column) {
        BinaryArray array = new BinaryArray(Type.BIGINT, rows.size(), rows.size() * Type.BIGINT.size);
        for (T row : rows) {
            array.longNumber(column.applyAsLong(row));
        }
        return array;
    }

    static <T> BinaryArray longsOrNulls(List<T> rows, Function<? super T, @Nullable Long> column) {
        return of(Type.BIGINT, rows, column, BinaryArray::longNumber);
    }

    /** Of days, as texts. */
    static <T> BinaryArray days(List<T> rows, Function<? super T, @Nullable LocalDate> column) {
        return of(
                Type.TEXT,
                rows,
                column,
                (array, day) -> array.bytes(day.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static <T> BinaryArray bytes(List<T> rows, Function<? super T, byte @Nullable []> column) {
        int room = 0;
        for (T row : rows) {
            byte[] value = column.apply(row);
            room = Math.addExact(room, value == null ? 0 : value.length);
        }
        return of(Type.BYTEA, rows, room, column, BinaryArray::bytes);
    }

    /** PostgreSQL's number for arrays of this type. */
    int arrayType() {
        return type.array;
    }

    /**
     * One array of what several hold, in their order.
     *
     * @param parts one at least, all of one type
     */
    static byte[] joined(List<BinaryArray> parts) {
        Type type = parts.get(0).type;
        int count = 0;
        int length = 0;
        boolean nulls = false;
        for (BinaryArray part : parts) {
            if (part.type != type) {
                throw new IllegalArgumentException("an array of " + type + " and " + part.type);
            }
            count = Math.addExact(count, part.count);
            length = Math.addExact(length, part.length);
            nulls |= part.nulls;
        }
        BinaryArray whole = new BinaryArray(type, 0, 0);
        whole.bytes = new byte[Math.addExact(count == 0 ? HEADER : HEADER + DIMENSION, length)];
        whole.number(count == 0 ? 0 : 1);
        whole.number(nulls ? 1 : 0);
        whole.number(type.element);
        if (count > 0) {
            whole.number(count);
            whole.number(1);
        }
        for (BinaryArray part : parts) {
            whole.put(part.bytes, part.length);
        }
        return whole.bytes;
    }

    private void bytes(byte[] value) {
        number(value.length);
        put(value, value.length);
    }

    private void longNumber(long value) {
        number(Long.BYTES);
        eight(value);
    }

    private void uuid(UUID value) {
        number(2 * Long.BYTES);
        eight(value.getMostSignificantBits());
        eight(value.getLeastSignificantBits());
    }

    private void eight(long value) {
        number((int) (value >>> Integer.SIZE));
        number((int) value);
    }

    private void number(int value) {
        ensure(Integer.BYTES);
        bytes[length++] = (byte) (value >>> 24);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void put(byte[] value, int valueLength) {
        ensure(valueLength);
        System.arraycopy(value, 0, bytes, length, valueLength);
        length += valueLength;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }
}
