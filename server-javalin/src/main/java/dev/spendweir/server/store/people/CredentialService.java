package dev.spendweir.server.store.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.vocabulary.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a key stands for. What was verified is believed for 5 s, so that a revoked key ends on every replica within
 * that time (spec 11), and for up to 10 minutes while the store is away (spec 4.3). Thread-safe.
 *
 * <p>The look-up is by the SHA-256 of the whole key: how long it takes says nothing about a key that exists.
 */
public final class CredentialService {
    /** Spec 11: revoked at once on every replica within 5 s. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Spec 4.3. */
    private static final Duration KEPT_WHILE_STORE_IS_AWAY = Duration.ofMinutes(10);

    /** More keys than one server serves at once; an entry is a few hundred bytes. */
    private static final int CACHED_KEYS = 100_000;

    private static final String FIND = "SELECT * FROM find_credential(:sha256)";

    private final Database database;
    private final Clock clock;
    private final Cache<String, Verified> cache = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(CACHED_KEYS)
            .expireAfterWrite(KEPT_WHILE_STORE_IS_AWAY)
            .build();

    /** @param clock judges expiry and the age of what is cached */
    public CredentialService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Verified(Credential credential, Instant at) {}

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
        String cacheKey = ApiKeyText.cacheKey(sha256);
        Instant now = clock.instant();
        Verified known = cache.getIfPresent(cacheKey);
        if (known == null || !known.at().plus(FRESH).isAfter(now)) {
            known = verify(sha256, cacheKey, known, now);
        }
        return Optional.ofNullable(known).map(Verified::credential).filter(credential -> !credential.isExpired(now));
    }

    private @Nullable Verified verify(byte[] sha256, String cacheKey, @Nullable Verified known, Instant now) {
        try {
            Optional<Credential> found = read(sha256);
            if (found.isEmpty()) {
                cache.invalidate(cacheKey);
                return null;
            }
            Verified verified = new Verified(found.get(), now);
            cache.put(cacheKey, verified);
            return verified;
        } catch (StoreUnavailableException e) {
            if (known == null) {
                throw e;
            }
            return known;
        }
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
