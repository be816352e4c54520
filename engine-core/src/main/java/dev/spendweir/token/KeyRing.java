package dev.spendweir.token;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer and where each stands (spec 2.2). Rotation never invalidates a live token: a key that signed goes on
 * verifying until the last of its tokens has expired, and rollback is activating the former key again. At most one key is
 * active. Immutable and thread-safe; the private keys are the shell's.
 */
public final class KeyRing {
    /** Longest life that a token can be given: a working day would outlive most approvals' use, an hour outlives a pipeline step. */
    public static final int MAX_TOKEN_TTL_SECONDS = 3600;

    /** After this time without signing no token of a key can be valid any more. */
    public static final Duration LONGEST_USE =
            Duration.ofSeconds(MAX_TOKEN_TTL_SECONDS).plus(TokenVerifier.LEEWAY);

    /** Without any key. */
    public static final KeyRing EMPTY = new KeyRing(List.of());

    private final List<Entry> entries;

    /**
     * A key and the end of its signing.
     *
     * @param stoppedSigningAt when it last was the active key; null while it is, and when it never was
     */
    public record Entry(VerificationKey key, @Nullable Instant stoppedSigningAt) {}

    private KeyRing(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * A ring as it was stored.
     *
     * @throws IllegalArgumentException when two keys have one kid or two are active
     */
    public static KeyRing of(List<Entry> entries) {
        KeySet.of(entries.stream().map(Entry::key).toList());
        long active = entries.stream()
                .filter(entry -> entry.key().status() == KeyStatus.ACTIVE)
                .count();
        if (active > 1) {
            throw new IllegalArgumentException(active + " keys are active");
        }
        return new KeyRing(entries);
    }

    /** All keys, oldest first. */
    public List<Entry> entries() {
        return entries;
    }

    /** The key that signs, if there is one. */
    public Optional<VerificationKey> active() {
        return entries.stream()
                .map(Entry::key)
                .filter(key -> key.status() == KeyStatus.ACTIVE)
                .findFirst();
    }

    /** The keys to verify with. */
    public KeySet keySet() {
        return KeySet.of(entries.stream().map(Entry::key).toList());
    }

    /**
     * The ring with a further key, published and not yet signing.
     *
     * @throws RejectedException {@code CONFLICT} when the kid is taken, by a retired key too
     */
    public KeyRing withNext(VerificationKey key) {
        if (find(key.kid()) != null) {
            throw new RejectedException(ErrorCode.CONFLICT, "the ring has a key " + key.kid() + " already");
        }
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(key.with(KeyStatus.NEXT), null));
        return new KeyRing(more);
    }

    /**
     * The ring with this key signing: the next one (rotation), or a retiring one (rollback). The former active key is
     * retiring then. Activating the active key changes nothing.
     *
     * @throws RejectedException {@code NOT_FOUND}; {@code CONFLICT} for a retired key
     */
    public KeyRing activate(String kid, Instant clockTime) {
        Entry wanted = require(kid);
        if (wanted.key().status() == KeyStatus.RETIRED) {
            throw new RejectedException(ErrorCode.CONFLICT, "the key " + kid + " is retired; rotate to a new one");
        }
        List<Entry> changed = new ArrayList<>();
        for (Entry entry : entries) {
            boolean stops = entry.key().status() == KeyStatus.ACTIVE && !entry.equals(wanted);
            Entry after = stops ? new Entry(entry.key().with(KeyStatus.RETIRING), clockTime) : entry;
            changed.add(entry.equals(wanted) ? new Entry(entry.key().with(KeyStatus.ACTIVE), null) : after);
        }
        return new KeyRing(changed);
    }

    /**
     * The ring with this key verifying nothing any more. Retiring a retired key changes nothing.
     *
     * @param compromised whether its live tokens are to die with it; else the key must not have signed for {@link
     *     #LONGEST_USE}
     * @throws RejectedException {@code NOT_FOUND}; {@code CONFLICT} for the active key, and for one whose tokens may live
     */
    public KeyRing retire(String kid, Instant clockTime, boolean compromised) {
        Entry wanted = require(kid);
        if (wanted.key().status() == KeyStatus.ACTIVE) {
            throw new RejectedException(
                    ErrorCode.CONFLICT, "the key " + kid + " is active; activate another one first");
        }
        Instant stopped = wanted.stoppedSigningAt();
        if (stopped != null && !compromised && clockTime.isBefore(stopped.plus(LONGEST_USE))) {
            throw new RejectedException(
                    ErrorCode.CONFLICT,
                    "tokens of the key " + kid + " may live until " + stopped.plus(LONGEST_USE)
                            + "; retire it then, or as compromised");
        }
        List<Entry> changed = entries.stream()
                .map(entry -> entry.equals(wanted) ? new Entry(entry.key().with(KeyStatus.RETIRED), stopped) : entry)
                .toList();
        return new KeyRing(changed);
    }

    private Entry require(String kid) {
        Entry entry = find(kid);
        if (entry == null) {
            throw new RejectedException(ErrorCode.NOT_FOUND, "the ring has no key " + kid);
        }
        return entry;
    }

    private @Nullable Entry find(String kid) {
        return entries.stream()
                .filter(entry -> entry.key().kid().equals(kid))
                .findFirst()
                .orElse(null);
    }
}
