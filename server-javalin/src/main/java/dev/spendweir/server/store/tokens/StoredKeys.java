package dev.spendweir.server.store.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.server.keys.KeyMaker;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.Rows;
import dev.spendweir.token.Ed25519Signer;
import dev.spendweir.token.KeyRing;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.KeyStatus;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.token.TokenSigner;
import dev.spendweir.token.VerificationKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A ring kept in the store, its private keys sealed; all servers of a database share it. Changes are told the ledger of
 * whoever makes them. Thread-safe.
 */
public final class StoredKeys implements TokenKeys {
    /** How old the ring may be that a server goes by; a key is published before it signs, so nobody notices. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** A kid that nobody knows makes a server look again, but not at every token of a flood that names it. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    /** More made-up kids than this in a second only make the server forget some of them. */
    private static final int MAX_UNKNOWN = 10_000;

    /** Our own headers are a tenth of this. */
    private static final int LONGEST_HEADER = 1024;

    private static final String SELECT = "SELECT * FROM token_key ORDER BY ordinal";
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('spendweir.token_key'))";

    private final Database database;
    private final Governance governance;
    private final KeySealer sealer;
    private final TokenAlgorithm algorithm;
    private final Clock clock;
    private final Map<String, TokenSigner> signers = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> unknownKids = Caffeine.newBuilder()
            .expireAfterWrite(UNKNOWN_FOR)
            .maximumSize(MAX_UNKNOWN)
            .build();

    /** Counts our own changes: what was read before one is not kept after it. */
    private final AtomicLong changes = new AtomicLong();

    private volatile @Nullable Loaded loaded;

    private record Loaded(KeyRing ring, Map<String, byte[]> sealed, Instant at) {}

    /** @param algorithm of keys that are made from now on */
    public StoredKeys(
            Database database, Governance governance, KeySealer sealer, TokenAlgorithm algorithm, Clock clock) {
        this.database = database;
        this.governance = governance;
        this.sealer = sealer;
        this.algorithm = algorithm;
        this.clock = clock;
    }

    /** Makes the first key when there is none; two servers may start at once. */
    public StoredKeys ready() {
        database.withoutTenant(handle -> handle.inTransaction(locked -> {
            locked.execute(LOCK);
            KeyRing ring = read(locked).ring();
            if (ring.active().isEmpty()) {
                insert(locked, KeyStatus.ACTIVE);
            }
            return true;
        }));
        // A key that does not open is found now and not when the first token is wanted.
        signer();
        return this;
    }

    @Override
    public KeyRing ring() {
        return current().ring();
    }

    @Override
    public TokenSigner signer() {
        Loaded now = current();
        VerificationKey active = now.ring()
                .active()
                .orElseThrow(() -> new IllegalStateException("the ring of token keys has no active key"));
        return signers.computeIfAbsent(active.kid(), kid -> {
            byte[] sealed = now.sealed().get(kid);
            if (sealed == null) {
                throw new IllegalStateException("the active key " + kid + " was not read");
            }
            return new Ed25519Signer(kid, active.algorithm(), sealer.open(kid, sealed));
        });
    }

    @Override
    public KeySet keySetFor(String token) {
        KeySet known = ring().keySet();
        String kid = kid(token);
        if (kid == null || known.find(kid).isPresent() || unknownKids.getIfPresent(kid) != null) {
            return known;
        }
        // Another server may have made and activated the key a moment ago, and a live token is never refused for that.
        KeySet fresh = reload().ring().keySet();
        if (fresh.find(kid).isEmpty()) {
            unknownKids.put(kid, true);
        }
        return fresh;
    }

    /** The kid that a token claims, to know whether to look again; nothing else is believed of it. */
    private static @Nullable String kid(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || dot > LONGEST_HEADER) {
            return null;
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, dot));
            return JsonReader.read(header) instanceof JsonObject object && object.get("kid") instanceof JsonString kid
                    ? kid.value()
                    : null;
        } catch (IllegalArgumentException | JsonSyntaxException e) {
            return null;
        }
    }

    @Override
    public KeyRing rotate(Caller caller) {
        return change(caller, "rotated", null, handle -> insert(handle, KeyStatus.NEXT));
    }

    @Override
    public KeyRing activate(Caller caller, String kid) {
        return change(caller, "activated", kid, handle -> {
            store(handle, ring -> ring.activate(kid, now()));
            return kid;
        });
    }

    @Override
    public KeyRing retire(Caller caller, String kid, boolean compromised) {
        return change(caller, compromised ? "retired_compromised" : "retired", kid, handle -> {
            store(handle, ring -> ring.retire(kid, now(), compromised));
            return kid;
        });
    }

    private interface Step {
        /** Changes the ring; the kid that it was about. */
        String run(Handle handle);
    }

    private KeyRing change(Caller caller, String action, @Nullable String about, Step step) {
        governance.change(caller, change -> {
            change.handle().execute(LOCK);
            String kid = step.run(change.handle());
            change.record(
                    EntryType.KEY_CHANGED,
                    about == null ? kid : about,
                    JsonObject.builder()
                            .put("action", action)
                            .put("token_key", kid)
                            .build());
            return true;
        });
        changes.incrementAndGet();
        return reload().ring();
    }

    private void store(Handle handle, UnaryOperator<KeyRing> change) {
        KeyRing before = read(handle).ring();
        KeyRing after = change.apply(before);
        // What stops being active first: there is one active key at any moment.
        List<KeyRing.Entry> changed = after.entries().stream()
                .filter(entry -> !before.entries().contains(entry))
                .sorted((a, b) -> Boolean.compare(isActive(a), isActive(b)))
                .toList();
        for (KeyRing.Entry entry : changed) {
            handle.createUpdate("UPDATE token_key SET status = :status, stopped_signing_at = :stopped WHERE kid = :kid")
                    .bind("status", entry.key().status().wireName())
                    .bind("stopped", entry.stoppedSigningAt())
                    .bind("kid", entry.key().kid())
                    .execute();
        }
    }

    private static boolean isActive(KeyRing.Entry entry) {
        return entry.key().status() == KeyStatus.ACTIVE;
    }

    private String insert(Handle handle, KeyStatus status) {
        KeyMaker.Made made = KeyMaker.make();
        handle.createUpdate("""
                        INSERT INTO token_key (kid, algorithm, public_key, sealed_private_key, status, created_at)
                        VALUES (:kid, :algorithm, :public, :sealed, :status, :at)
                        """)
                .bind("kid", made.kid())
                .bind("algorithm", algorithm.wireName())
                .bind("public", made.publicKey())
                .bind("sealed", sealer.seal(made.kid(), made.seed()))
                .bind("status", status.wireName())
                .bind("at", now())
                .execute();
        return made.kid();
    }

    private Loaded current() {
        Loaded now = loaded;
        return now == null || now.at().plus(FRESH).isBefore(clock.instant()) ? reload() : now;
    }

    /** Reads the ring; keeps it unless we changed it meanwhile, so that a key retired here is refused here at once. */
    private Loaded reload() {
        long before = changes.get();
        Loaded read = database.withoutTenant(this::read);
        synchronized (changes) {
            Loaded kept = loaded;
            boolean newest = kept == null || !read.at().isBefore(kept.at());
            if (before == changes.get() && newest) {
                loaded = read;
            }
        }
        return read;
    }

    private Loaded read(Handle handle) {
        Map<String, byte[]> sealed = new ConcurrentHashMap<>();
        List<KeyRing.Entry> entries = handle.createQuery(SELECT)
                .map((row, context) -> {
                    sealed.put(row.getString("kid"), row.getBytes("sealed_private_key"));
                    return entry(row);
                })
                .list();
        return new Loaded(KeyRing.of(entries), Map.copyOf(sealed), clock.instant());
    }

    private static KeyRing.Entry entry(ResultSet row) throws SQLException {
        return new KeyRing.Entry(
                new VerificationKey(
                        row.getString("kid"),
                        TokenAlgorithm.ofWireName(row.getString("algorithm")).orElseThrow(),
                        row.getBytes("public_key"),
                        KeyStatus.ofWireName(row.getString("status")).orElseThrow()),
                Rows.instantOrNull(row, "stopped_signing_at"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
