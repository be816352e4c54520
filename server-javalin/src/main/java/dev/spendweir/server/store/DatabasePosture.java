package dev.spendweir.server.store;

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
        return database.withoutTenant(handle -> handle.createQuery(SqlText.read(DatabasePosture.class, "posture.sql"))
                .map((row, context) -> new Weakness(row.getString("control"), row.getString("detail")))
                .list());
    }
}
