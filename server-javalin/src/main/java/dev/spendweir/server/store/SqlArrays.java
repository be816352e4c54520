package dev.spendweir.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Binds the parameters of one statement in order, each list as one array: a statement then writes any number of rows, and
 * its text never depends on how many. Not thread-safe.
 */
public final class SqlArrays {
    /** What PostgreSQL counts from, 2000-01-01T00:00:00Z, in seconds of the epoch. */
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private final PreparedStatement statement;
    private final BaseConnection connection;
    private int position;

    /** @param statement nothing bound yet */
    public SqlArrays(PreparedStatement statement) throws SQLException {
        this.statement = statement;
        this.connection = statement.getConnection().unwrap(BaseConnection.class);
    }

    /** Binds a text. */
    public SqlArrays text(@Nullable String value) throws SQLException {
        statement.setString(++position, value);
        return this;
    }

    /** Binds a number. */
    public SqlArrays number(@Nullable Long value) throws SQLException {
        statement.setObject(++position, value, Types.BIGINT);
        return this;
    }

    /** Binds an array of texts; the statement casts them to what they write. */
    public <T> SqlArrays texts(List<T> rows, Function<? super T, @Nullable String> column) throws SQLException {
        BinaryArray array = new BinaryArray(BinaryArray.Type.TEXT, rows.size());
        for (T row : rows) {
            String value = column.apply(row);
            if (value == null) {
                array.nul();
            } else {
                array.text(value);
            }
        }
        return array(array);
    }

    /** Binds an array of UUIDs, given in their usual text form. */
    public <T> SqlArrays uuids(List<T> rows, Function<? super T, @Nullable String> column) throws SQLException {
        BinaryArray array = new BinaryArray(BinaryArray.Type.UUID, rows.size());
        for (T row : rows) {
            String value = column.apply(row);
            if (value == null) {
                array.nul();
            } else {
                array.uuid(UUID.fromString(value));
            }
        }
        return array(array);
    }

    /** Binds an array of moments, cut to microseconds. */
    public <T> SqlArrays times(List<T> rows, Function<? super T, @Nullable Instant> column) throws SQLException {
        BinaryArray array = new BinaryArray(BinaryArray.Type.TIMESTAMPTZ, rows.size());
        for (T row : rows) {
            Instant value = column.apply(row);
            if (value == null) {
                array.nul();
            } else {
                array.longNumber((value.getEpochSecond() - POSTGRES_EPOCH_SECONDS) * MICROS_PER_SECOND
                        + value.getNano() / NANOS_PER_MICRO);
            }
        }
        return array(array);
    }

    /** Binds an array of numbers. */
    public <T> SqlArrays longs(List<T> rows, ToLongFunction<? super T> column) throws SQLException {
        BinaryArray array = new BinaryArray(BinaryArray.Type.BIGINT, rows.size());
        for (T row : rows) {
            array.longNumber(column.applyAsLong(row));
        }
        return array(array);
    }

    /** Binds an array of numbers of which some may be null. */
    public <T> SqlArrays longsOrNulls(List<T> rows, Function<? super T, @Nullable Long> column) throws SQLException {
        BinaryArray array = new BinaryArray(BinaryArray.Type.BIGINT, rows.size());
        for (T row : rows) {
            Long value = column.apply(row);
            if (value == null) {
                array.nul();
            } else {
                array.longNumber(value);
            }
        }
        return array(array);
    }

    /** Binds an array of days. */
    public <T> SqlArrays days(List<T> rows, Function<? super T, @Nullable LocalDate> column) throws SQLException {
        return texts(rows, row -> {
            LocalDate day = column.apply(row);
            return day == null ? null : day.toString();
        });
    }

    /** Binds an array of byte strings. */
    public <T> SqlArrays bytes(List<T> rows, Function<? super T, byte @Nullable []> column) throws SQLException {
        BinaryArray array = new BinaryArray(BinaryArray.Type.BYTEA, rows.size());
        for (T row : rows) {
            byte[] value = column.apply(row);
            if (value == null) {
                array.nul();
            } else {
                array.bytes(value);
            }
        }
        return array(array);
    }

    private SqlArrays array(BinaryArray array) throws SQLException {
        statement.setArray(++position, array.toArray(connection));
        return this;
    }
}
