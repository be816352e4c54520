package dev.spendweir.server.store;

import dev.spendweir.amount.Amount;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads our column types from a row. A column that cannot be null says so by the method's name. */
public final class Rows {
    private Rows() {}

    /** A time, to the millisecond; null for null. */
    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** A time of a column that is NOT NULL. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time.toInstant();
    }

    /** The texts of an array; null for null. */
    public static @Nullable List<String> textsOrNull(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : List.of((String[]) array.getArray());
    }

    /** The texts of an array of a column that is NOT NULL. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        List<String> texts = textsOrNull(row, column);
        return texts == null ? List.of() : texts;
    }

    /** Micro-units as an amount. */
    public static Amount amount(ResultSet row, String column) throws SQLException {
        return Amount.ofMicros(row.getLong(column));
    }

    /** Micro-units as an amount; null for null. */
    public static @Nullable Amount amountOrNull(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Amount.ofMicros(micros);
    }
}
