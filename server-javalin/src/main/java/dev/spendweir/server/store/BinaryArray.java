package dev.spendweir.server.store;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Writes an array as PostgreSQL reads it from the wire: nothing is turned into text and parsed again, which for a column of
 * times costs the database more than to store them. Not thread-safe; one makes one array.
 */
final class BinaryArray {
    private static final int HEADER = 12;
    private static final int DIMENSION = 8;
    private static final int USUAL_ELEMENT = 24;

    private final int arrayType;
    private byte[] bytes;
    private int length;
    private boolean nulls;

    /** The types that are written. */
    enum Type {
        TEXT(Oid.TEXT, Oid.TEXT_ARRAY),
        BYTEA(Oid.BYTEA, Oid.BYTEA_ARRAY),
        BIGINT(Oid.INT8, Oid.INT8_ARRAY),
        UUID(Oid.UUID, Oid.UUID_ARRAY),
        TIMESTAMPTZ(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY);

        private final int element;
        private final int array;

        Type(int element, int array) {
            this.element = element;
            this.array = array;
        }
    }

    /** @param count how many elements follow, nulls included */
    BinaryArray(Type type, int count) {
        this.arrayType = type.array;
        this.bytes = new byte[HEADER + DIMENSION + count * USUAL_ELEMENT];
        number(count == 0 ? 0 : 1);
        number(0);
        number(type.element);
        if (count > 0) {
            number(count);
            number(1);
        }
    }

    void nul() {
        nulls = true;
        number(-1);
    }

    void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] value) {
        number(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    void longNumber(long value) {
        number(Long.BYTES);
        eight(value);
    }

    void uuid(UUID value) {
        number(2 * Long.BYTES);
        eight(value.getMostSignificantBits());
        eight(value.getLeastSignificantBits());
    }

    /** The array, to be bound on the connection. */
    PgArray toArray(BaseConnection connection) throws SQLException {
        if (nulls) {
            bytes[Integer.BYTES + Integer.BYTES - 1] = 1;
        }
        return new PgArray(connection, arrayType, Arrays.copyOf(bytes, length));
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

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }
}
