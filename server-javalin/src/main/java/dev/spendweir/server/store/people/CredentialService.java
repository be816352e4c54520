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
 * Finds what a key stands for. What was verified is believed for 5 s, so that a revoked key ends on every replica within
 * that time (spec 11), and for up to 10 minutes while the store is away (spec 4.3). Thread-safe.
 *
 * <p>The look-up is by the SHA-256 of the whole key: how long it takes says nothing about a key that exists.
 */
public final class CredentialService {
    private static final String FIND = "SELECT * FROM find_credential(:sha256)";

    private final Database database;
    private final Clock clock;
    private final Believed<String, Credential> known;

    /** @param clock judges expiry and the age of what is cached */
    public CredentialService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.known = new Believed<>(clock);
    }

    /**
     * What the key stands for; empty when there is no such key, or it is revoked or expired, or its actor is gone.
     *
     * @throws StoreUnavailableException when the store is away and the key was not seen lately
     */
    public Optional<Credential> find(String keyText) {
        if (!ApiKeyText.isWellFormed(keyText)) {
            return Optional.empty();
        }
        byte[] sha256 = ApiKeyText.sha256(keyText);
        return known.find(ApiKeyText.cacheKey(sha256), () -> read(sha256))
                .filter(credential -> !credential.isExpired(clock.instant()));
    }

    private Optional<Credential> read(byte[] sha256) {
        return database.withoutTenant(handle -> handle.createQuery(FIND)
                        .bind("sha256", sha256)
                        .map((row, context) -> row.getObject("revoked_at") == null
                                ? Optional.of(credential(row))
                                : Optional.<Credential>empty())
                        .findOne())
                .flatMap(found -> found);
    }

    private static Credential credential(ResultSet row) throws SQLException {
        return new Credential(
                row.getString("tenant_id"),
                row.getString("plan"),
                row.getString("key_id"),
                row.getString("actor_id"),
                Role.ofWireName(row.getString("role")).orElseThrow(),
                Set.copyOf(Rows.texts(row, "permissions")),
                new Binding(
                        Rows.textsOrNull(row, "actor_projects"),
                        Rows.textsOrNull(row, "actor_environment_classes"),
                        Rows.textsOrNull(row, "actor_sources")),
                new Binding(
                        Rows.textsOrNull(row, "key_projects"),
                        Rows.textsOrNull(row, "key_environment_classes"),
                        Rows.textsOrNull(row, "key_sources")),
                Rows.instantOrNull(row, "expires_at"));
    }
}
