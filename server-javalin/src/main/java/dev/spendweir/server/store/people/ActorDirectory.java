package dev.spendweir.server.store.people;

import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.vocabulary.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Who of a tenant's actors goes by a name that an identity provider uses (spec 2.1, 4.1). Believed for as long as keys
 * are. Thread-safe.
 *
 * <p>Ask for names that known callers give: every name that is asked for is remembered.
 */
public final class ActorDirectory {
    /** No name is the id of one present actor and the alias of another; what removed ones were called comes last. */
    private static final String FIND = """
            SELECT a.actor_id, a.role, a.permissions, a.projects, a.environment_classes, a.sources,
                   a.deleted_at IS NULL AND a.disabled_at IS NULL AS active
            FROM tenant t
            LEFT JOIN actor a ON a.tenant_id = t.tenant_id AND a.actor_id = coalesce(
                (SELECT i.actor_id FROM actor i
                 WHERE i.tenant_id = :tenant AND i.actor_id = :name AND i.deleted_at IS NULL),
                (SELECT s.actor_id FROM actor_alias s WHERE s.tenant_id = :tenant AND s.alias = :name),
                :name)
            WHERE t.tenant_id = :tenant
            """;

    /** What a tenant knows of a name. */
    public sealed interface Standing {
        /** By what name this actor is compared and recorded. */
        String actorId();

        /** Nobody has listed the name. */
        record Stranger(String actorId) implements Standing {}

        /**
         * An actor of the tenant.
         *
         * @param active neither disabled nor removed
         */
        record Listed(String actorId, Role role, Set<String> permissions, Binding binding, boolean active)
                implements Standing {
            public Listed {
                permissions = Set.copyOf(permissions);
            }
        }
    }

    private record Name(String tenantId, String name) {}

    private final Database database;
    private final Believed<Name, Standing> known;

    /** @param clock judges the age of what is cached */
    public ActorDirectory(Database database, Clock clock) {
        this.database = database;
        this.known = new Believed<>(clock);
    }

    /**
     * Who goes by that name.
     *
     * @return empty when there is no such tenant
     * @throws StoreUnavailableException when the store is away and the name was not asked for lately
     */
    public Optional<Standing> find(String tenantId, String name) {
        return known.find(new Name(tenantId, name), () -> read(tenantId, name));
    }

    private Optional<Standing> read(String tenantId, String name) {
        return database.inTenant(
                tenantId,
                handle -> handle.createQuery(FIND)
                        .bind("tenant", tenantId)
                        .bind("name", name)
                        .map((row, context) -> standing(row, name))
                        .findOne());
    }

    private static Standing standing(ResultSet row, String name) throws SQLException {
        String actorId = row.getString("actor_id");
        if (actorId == null) {
            return new Standing.Stranger(name);
        }
        return new Standing.Listed(
                actorId,
                Role.ofWireName(row.getString("role")).orElseThrow(),
                Set.copyOf(Rows.texts(row, "permissions")),
                new Binding(
                        Rows.textsOrNull(row, "projects"),
                        Rows.textsOrNull(row, "environment_classes"),
                        Rows.textsOrNull(row, "sources")),
                row.getBoolean("active"));
    }
}
