package dev.spendweir.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What PostgreSQL reads of the arrays that are written byte by byte. */
class SqlArraysTest {
    private static final List<Row> ROWS = List.of(
            new Row("a", 0, "\0\1"),
            new Row(null, null, null),
            new Row("", Long.MIN_VALUE, ""),
            new Row("ü,\"{}\\ NULL \uD83D\uDCB8", Long.MAX_VALUE, "x".repeat(3000)),
            new Row("last", 42, "\377"));

    private static final String ASK = """
            SELECT text, number, encode(bytes, 'hex') AS bytes, id, day,
                   trim_scale(extract(epoch FROM time)) AS time
            FROM unnest(?::text[], ?::bigint[], ?::bytea[], ?::uuid[], ?::timestamptz[], ?::date[])
                     AS t (text, number, bytes, id, time, day)
            """;

    /** What a row of it says, each column from one value where there is one. */
    private record Row(
            @Nullable String text,
            @Nullable Long number,
            @Nullable String bytes) {
        Row(String text, int number, String bytes) {
            this(text, (Long) (long) number, bytes);
        }

        byte @Nullable [] raw() {
            return bytes == null ? null : bytes.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Nullable
        String id() {
            return number == null ? null : new UUID(number, ~number).toString();
        }

        /** From before what PostgreSQL counts from to after it; microseconds are kept, nanoseconds are cut. */
        @Nullable
        Instant time() {
            return number == null ? null : Instant.ofEpochSecond(Math.floorMod(number, 2_000_000_000L), 123_456_000);
        }

        @Nullable
        LocalDate day() {
            return number == null ? null : LocalDate.ofEpochDay(Math.floorMod(number, 40_000));
        }

        String said() {
            Instant time = time();
            byte[] raw = raw();
            return Arrays.asList(
                            text,
                            number,
                            raw == null ? null : HexFormat.of().formatHex(raw),
                            id(),
                            day(),
                            time == null ? null : time.getEpochSecond() + ".123456")
                    .toString();
        }
    }

    @Test
    void lists_areReadAsTheyWereGiven() throws SQLException {
        assertThat(read(in -> in.texts(ROWS, Row::text)
                        .longsOrNulls(ROWS, Row::number)
                        .bytes(ROWS, Row::raw)
                        .uuids(ROWS, Row::id)
                        .times(ROWS, Row::time)
                        .days(ROWS, Row::day)))
                .containsExactlyElementsOf(ROWS.stream().map(Row::said).toList());
    }

    @Test
    void columnsInParts_areReadAsOneList_whereverTheyAreCut() throws SQLException {
        for (int from = 0; from <= ROWS.size(); from++) {
            for (int to = from; to <= ROWS.size(); to++) {
                List<ArrayColumns> parts = List.of(
                        columns(ROWS.subList(0, from)),
                        columns(ROWS.subList(from, to)),
                        columns(ROWS.subList(to, ROWS.size())));
                assertThat(read(in -> in.columns(parts).days(ROWS, Row::day)))
                        .as("cut at %d and %d", from, to)
                        .containsExactlyElementsOf(ROWS.stream().map(Row::said).toList());
            }
        }
    }

    @Test
    void nothing_isAnEmptyList() throws SQLException {
        List<ArrayColumns> parts = List.of(columns(List.of()), columns(List.of()));
        assertThat(read(in -> in.columns(parts).days(List.<Row>of(), Row::day))).isEmpty();
    }

    @Test
    void columnsOfDifferentTypes_areNotPutTogether() {
        List<BinaryArray> parts = List.of(BinaryArray.texts(ROWS, Row::text), BinaryArray.bytes(ROWS, Row::raw));
        assertThatThrownBy(() -> BinaryArray.joined(parts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an array of TEXT and BYTEA");
    }

    private static ArrayColumns columns(List<Row> rows) {
        return new ArrayColumns()
                .texts(rows, Row::text)
                .longsOrNulls(rows, Row::number)
                .bytes(rows, Row::raw)
                .uuids(rows, Row::id)
                .times(rows, Row::time);
    }

    private interface Binding {
        void bind(SqlArrays in) throws SQLException;
    }

    private static List<String> read(Binding binding) throws SQLException {
        DatabaseLogin login = TestPostgres.shared().superuser();
        try (Connection connection = DriverManager.getConnection(
                        TestPostgres.shared().target("postgres").url(), login.user(), login.password());
                PreparedStatement query = connection.prepareStatement(ASK)) {
            binding.bind(new SqlArrays(query));
            List<String> said = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    List<@Nullable Object> columns = new ArrayList<>();
                    for (String name : List.of("text", "number", "bytes", "id", "day", "time")) {
                        columns.add(row.getObject(name));
                    }
                    said.add(columns.toString());
                }
            }
            return said;
        }
    }
}
