package dev.spendweir.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds the parameters of one statement in order, each list as one array: a statement then writes any number of rows, and
 * its text never depends on how many. Not thread-safe.
 */
public final class SqlArrays {
    private final PreparedStatement statement;
    private int position;

    /** @param statement nothing bound yet */
    public SqlArrays(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Binds a text. */
    public SqlArrays text(@Nullable String value) throws SQLException {
        statement.setString(++position, value);
        return this;
    }

    /** Binds a number. */
    public SqlArrays number(long value) throws SQLException {
        statement.setLong(++position, value);
        return this;
    }

    /** Binds an array of texts; the statement casts them to what they write. */
    public <T> SqlArrays texts(List<T> rows, Function<? super T, @Nullable String> column) throws SQLException {
        @Nullable String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return array("text", values);
    }

    /** Binds an array of numbers. */
    public <T> SqlArrays longs(List<T> rows, ToLongFunction<? super T> column) throws SQLException {
        Long[] values = new Long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.applyAsLong(rows.get(i));
        }
        return array("bigint", values);
    }

    /** Binds an array of numbers of which some may be null. */
    public <T> SqlArrays longsOrNulls(List<T> rows, Function<? super T, @Nullable Long> column) throws SQLException {
        @Nullable Long[] values = new Long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return array("bigint", values);
    }

    /** Binds an array of byte strings. */
    public <T> SqlArrays bytes(List<T> rows, Function<? super T, byte @Nullable []> column) throws SQLException {
        byte[] @Nullable [] values = new byte[rows.size()][];
        for (int i = 0; i < rows.size(); i++) {
            values[i] = column.apply(rows.get(i));
        }
        return array("bytea", values);
    }

    private SqlArrays array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++position, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
