package dev.spendweir.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

/**
 * Binds the parameters of one statement in order, each list as one array: a statement then writes any number of rows, and
 * its text never depends on how many. Not thread-safe.
 */
public final class SqlArrays {
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
        return array(BinaryArray.texts(rows, column));
    }

    /** Binds an array of UUIDs, given in their usual text form. */
    public <T> SqlArrays uuids(List<T> rows, Function<? super T, @Nullable String> column) throws SQLException {
        return array(BinaryArray.uuids(rows, column));
    }

    /** Binds an array of moments, cut to microseconds. */
    public <T> SqlArrays times(List<T> rows, Function<? super T, @Nullable Instant> column) throws SQLException {
        return array(BinaryArray.times(rows, column));
    }

    /** Binds an array of numbers. */
    public <T> SqlArrays longs(List<T> rows, ToLongFunction<? super T> column) throws SQLException {
        return array(BinaryArray.longs(rows, column));
    }

    /** Binds an array of numbers of which some may be null. */
    public <T> SqlArrays longsOrNulls(List<T> rows, Function<? super T, @Nullable Long> column) throws SQLException {
        return array(BinaryArray.longsOrNulls(rows, column));
    }

    /** Binds an array of days. */
    public <T> SqlArrays days(List<T> rows, Function<? super T, @Nullable LocalDate> column) throws SQLException {
        return array(BinaryArray.days(rows, column));
    }

    /** Binds an array of byte strings. */
    public <T> SqlArrays bytes(List<T> rows, Function<? super T, byte @Nullable []> column) throws SQLException {
        return array(BinaryArray.bytes(rows, column));
    }

    /**
     * Binds columns that were made before, each as one array of all its parts.
     *
     * @param parts one at least, with the same columns; the rows of the first come first
     */
    public SqlArrays columns(List<ArrayColumns> parts) throws SQLException {
        int columns = parts.get(0).list().size();
        for (int i = 0; i < columns; i++) {
            int column = i;
            array(parts.stream().map(part -> part.list().get(column)).toList());
        }
        return this;
    }

    private SqlArrays array(BinaryArray array) throws SQLException {
        return array(List.of(array));
    }

    private SqlArrays array(List<BinaryArray> parts) throws SQLException {
        statement.setArray(++position, new PgArray(connection, parts.get(0).arrayType(), BinaryArray.joined(parts)));
        return this;
    }
}
