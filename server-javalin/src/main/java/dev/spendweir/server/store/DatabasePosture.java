package dev.spendweir.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The server's proof of its own posture (spec 3.3): what it may do in the database, and that the database keeps what it
 * acknowledges. Asked of the runtime's own connections, so it shows what really holds for them.
 */
public final class DatabasePosture {
    private DatabasePosture() {}

    /**
     * One control that does not hold.
     *
     * @param control which one, in snake_case
     * @param detail what was found
     */
    public record Weakness(String control, String detail) {}

    /** Everything that does not hold; empty when all is well. */
    public static List<Weakness> weaknesses(Database database) {
        return database.withoutTenant(handle -> handle.createQuery(sql())
                .map((row, context) -> new Weakness(row.getString("control"), row.getString("detail")))
                .list());
    }

    private static String sql() {
        try (InputStream in = DatabasePosture.class.getResourceAsStream("posture.sql")) {
            if (in == null) {
                throw new IllegalStateException("posture.sql is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
