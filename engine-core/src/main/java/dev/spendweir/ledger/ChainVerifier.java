package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.rejection.RejectedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chain entry by entry and finds the first thing that is wrong with it (spec 3.3). It hashes the content again and
 * believes no stored hash. What it cannot see by itself is a chain that was rewritten or cut consistently; that takes a
 * checkpoint from outside.
 *
 * <p>Needs constant memory. Not thread-safe.
 */
public final class ChainVerifier {
    private final String tenantId;
    private final Chain chain;
    private HashChain head;
    private long entries;
    private long erasedPayloads;
    private JsonObject lastEntry = JsonObject.EMPTY;
    private @Nullable ChainFailure failure;

    private ChainVerifier(String tenantId, Chain chain, HashChain start) {
        this.tenantId = tenantId;
        this.chain = chain;
        this.head = start;
    }

    /** Verifies a whole chain, from its first entry. */
    public static ChainVerifier of(String tenantId, Chain chain) {
        return new ChainVerifier(tenantId, chain, HashChain.empty());
    }

    /** Verifies what comes after a head that is trusted. */
    public static ChainVerifier after(String tenantId, Chain chain, HashChain trusted) {
        return new ChainVerifier(tenantId, chain, trusted);
    }

    /**
     * Takes the next entry. After a failure further entries are not looked at.
     *
     * @return the failure, when the chain is known to be bad
     */
    public Optional<ChainFailure> accept(StoredEntry stored) {
        if (failure == null) {
            failure = check(stored);
        }
        return Optional.ofNullable(failure);
    }

    /**
     * Takes note of something that whoever feeds this found wrong with the entry that was accepted last, or with what the
     * store keeps beside it.
     */
    public Optional<ChainFailure> lastIs(Kind kind, String detail) {
        if (failure == null) {
            failure = new ChainFailure(head.sequence(), kind, detail);
        }
        return Optional.ofNullable(failure);
    }

    /** The entry that was accepted last, as it was read; empty before the first. */
    public JsonObject lastEntry() {
        return lastEntry;
    }

    /** The head that the good entries lead to. */
    public HashChain head() {
        return head;
    }

    /** The first thing that is wrong, when something is. */
    public Optional<ChainFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Takes note that the store has no entry where the next one belongs, although later ones exist. */
    public Optional<ChainFailure> missing(String detail) {
        if (failure == null) {
            failure = new ChainFailure(next(), Kind.GAP, detail);
        }
        return Optional.ofNullable(failure);
    }

    /** Ends the verification against the head that the store recorded. */
    public ChainReport finish(HashChain recorded) {
        if (failure == null) {
            failure = checkHead(recorded);
        }
        return finish();
    }

    /** Ends the verification of a copy that records no head. */
    public ChainReport finish() {
        return new ChainReport(chain, entries, erasedPayloads, head, failure);
    }

    private @Nullable ChainFailure checkHead(HashChain recorded) {
        if (recorded.sequence() != head.sequence()) {
            return new ChainFailure(
                    head.sequence(),
                    Kind.HEAD,
                    "the recorded head is entry " + recorded.sequence() + ", the last entry is " + head.sequence());
        }
        return Arrays.equals(recorded.chainHash(), head.chainHash())
                ? null
                : new ChainFailure(
                        head.sequence(), Kind.HEAD, "the recorded head has another chain hash than the last entry");
    }

    private long next() {
        return head.sequence() + 1;
    }

    private @Nullable ChainFailure check(StoredEntry stored) {
        JsonObject entry = readCanonical(stored.entry());
        if (entry == null) {
            return fail(Kind.ENTRY, "the entry is not canonical JSON");
        }
        ChainFailure misplaced = checkPlace(entry);
        if (misplaced != null) {
            return misplaced;
        }
        byte[] entryHash = LedgerHash.entry(stored.entry());
        if (!Arrays.equals(entryHash, stored.entryHash())) {
            return fail(Kind.ENTRY, "the entry's bytes do not have the stored entry_hash");
        }
        ChainFailure payload = checkPayload(entry, stored);
        if (payload != null) {
            return payload;
        }
        HashChain extended = head.append(entryHash);
        if (!Arrays.equals(extended.chainHash(), stored.chainHash())) {
            return fail(Kind.LINK, "the chain_hash does not follow from the one before and the entry");
        }
        head = extended;
        lastEntry = entry;
        entries++;
        erasedPayloads += stored.payload() == null ? 1 : 0;
        return null;
    }

    private @Nullable ChainFailure checkPlace(JsonObject entry) {
        if (!isText(entry, "schema", LedgerEntry.SCHEMA)) {
            return fail(Kind.ENTRY, "the entry's schema is not " + LedgerEntry.SCHEMA);
        }
        if (!isText(entry, "tenant_id", tenantId) || !isText(entry, "chain", chain.wireName())) {
            return fail(Kind.ENTRY, "the entry belongs to another tenant or chain");
        }
        long sequence = sequenceOf(entry);
        if (sequence < 1) {
            return fail(Kind.ENTRY, "the entry has no sequence");
        }
        if (sequence > next()) {
            return fail(Kind.GAP, "entry " + next() + " is missing; the next one found is " + sequence);
        }
        return sequence < next()
                ? new ChainFailure(sequence, Kind.FORK, "a second entry claims place " + sequence)
                : null;
    }

    private @Nullable ChainFailure checkPayload(JsonObject entry, StoredEntry stored) {
        byte[] payload = stored.payload();
        byte[] salt = stored.salt();
        if (payload == null && salt == null) {
            return null;
        }
        if (payload == null || salt == null || salt.length != LedgerHash.SALT_BYTES) {
            return fail(Kind.PAYLOAD, "payload and salt are erased together or not at all");
        }
        String hash = HexFormat.of().formatHex(LedgerHash.payload(salt, payload));
        return isText(entry, "payload_sha256", hash)
                ? null
                : fail(Kind.PAYLOAD, "the payload does not have the entry's payload_sha256");
    }

    private ChainFailure fail(Kind kind, String detail) {
        return new ChainFailure(next(), kind, detail);
    }

    private static boolean isText(JsonObject entry, String name, String expected) {
        return entry.get(name) instanceof JsonString text && text.value().equals(expected);
    }

    /** The entry's sequence, or 0 when it has none that a long can hold. */
    private static long sequenceOf(JsonObject entry) {
        if (!(entry.get("sequence") instanceof JsonNumber number) || !number.isIntegerLiteral()) {
            return 0;
        }
        try {
            return Long.parseLong(number.text());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable JsonObject readCanonical(byte[] bytes) {
        try {
            JsonValue value = JsonReader.read(bytes);
            return value instanceof JsonObject object && Arrays.equals(bytes, CanonicalJson.bytes(object))
                    ? object
                    : null;
        } catch (JsonSyntaxException | RejectedException e) {
            return null;
        }
    }
}
