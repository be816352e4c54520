package dev.spendweir.server.store.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.server.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the store said of callers: believed for 5 s, so that whoever is revoked, disabled or removed ends on every replica within
 * that time (spec 11), and for up to 10 minutes while the store is away (spec 4.3). What is not there is asked for every time.
 * Thread-safe.
 */
final class Believed<K, V> {
    /** Spec 11: revoked at once on every replica within 5 s. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Spec 4.3. */
    private static final Duration KEPT_WHILE_STORE_IS_AWAY = Duration.ofMinutes(10);

    /** More callers than one server has within that time; an entry is a few hundred bytes. */
    private static final int MAX_CACHED = 100_000;

    private record Known<V>(V value, Instant at) {}

    private final Clock clock;
    private final Cache<K, Known<V>> cache = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(KEPT_WHILE_STORE_IS_AWAY)
            .build();

    /** @param clock judges the age of what is known */
    Believed(Clock clock) {
        this.clock = clock;
    }

    /**
     * What is known, read anew when it is no longer fresh.
     *
     * @throws StoreUnavailableException when the store is away and this was not there lately
     */
    Optional<V> find(K key, Supplier<Optional<V>> reader) {
        Instant now = clock.instant();
        Known<V> known = cache.getIfPresent(key);
        if (known != null && known.at().plus(FRESH).isAfter(now)) {
            return Optional.of(known.value());
        }
        try {
            Optional<V> found = reader.get();
            found.ifPresentOrElse(value -> cache.put(key, new Known<>(value, now)), () -> cache.invalidate(key));
            return found;
        } catch (StoreUnavailableException e) {
            if (known == null) {
                throw e;
            }
            return Optional.of(known.value());
        }
    }
}
