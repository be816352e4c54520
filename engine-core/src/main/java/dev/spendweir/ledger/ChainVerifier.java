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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
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
    private static final String NOT_INTACT = "the entry's bytes do not have the stored entry_hash";

    private final String tenantId;
    private final Chain chain;
    private HashChain head;
    private long entries;
    private long erasedPayloads;
    private final Acknowledgements acknowledged;
    private final List<Defect> passedOver = new ArrayList<>();
    private final EntryScan scan;
    private final HashCheck hashes = new HashCheck();
    private JsonObject lastEntry = JsonObject.EMPTY;
    private byte @Nullable [] lastUnread;
    private boolean isHashKnown = true;
    private @Nullable ChainFailure failure;

    private ChainVerifier(String tenantId, Chain chain, HashChain start, Acknowledgements acknowledged) {
        this.tenantId = tenantId;
        this.chain = chain;
        this.head = start;
        this.acknowledged = acknowledged;
        this.scan = new EntryScan(tenantId, chain);
    }

    /** Verifies a whole chain, from its first entry. */
    public static ChainVerifier of(String tenantId, Chain chain) {
        return of(tenantId, chain, Acknowledgements.NONE);
    }

    /** Verifies a whole chain, and passes over what was acknowledged. */
    public static ChainVerifier of(String tenantId, Chain chain, Acknowledgements acknowledged) {
        return new ChainVerifier(tenantId, chain, HashChain.empty(), acknowledged);
    }

    /** Verifies what comes after a head that is trusted. */
    public static ChainVerifier after(String tenantId, Chain chain, HashChain trusted) {
        return after(tenantId, chain, trusted, Acknowledgements.NONE);
    }

    /** Verifies what comes after a head that is trusted, and passes over what was acknowledged. */
    public static ChainVerifier after(String tenantId, Chain chain, HashChain trusted, Acknowledgements acknowledged) {
        return new ChainVerifier(tenantId, chain, trusted, acknowledged);
    }

    /**
     * Takes the next entry. After a failure further entries are not looked at.
     *
     * @return the failure, when the chain is known to be bad
     */
    public Optional<ChainFailure> accept(StoredEntry stored) {
        if (failure == null) {
            if (isPlainlyGood(stored)) {
                moveTo(stored);
                lastUnread = stored.entry();
            } else {
                failure = check(stored);
            }
        }
        return Optional.ofNullable(failure);
    }

    /**
     * Whether nothing at all is wrong with the next entry, as far as one pass over its bytes can be sure of it. Whatever is
     * not found good here is looked at again by {@link #check}, which says what is wrong, if anything.
     */
    private boolean isPlainlyGood(StoredEntry stored) {
        byte[] entry = stored.entry();
        byte[] payload = stored.payload();
        byte[] salt = stored.salt();
        return isHashKnown
                && scan.read(entry)
                && scan.sequence() == next()
                && Arrays.equals(hashes.entry(entry), stored.entryHash())
                && (payload == null
                        ? salt == null
                        : salt != null
                                && salt.length == LedgerHash.SALT_BYTES
                                && scan.hasPayloadHash(entry, hashes.payload(salt, payload)))
                && hashes.follows(head.chainHash(), stored.entryHash(), stored.chainHash());
    }

    /**
     * Takes note of something that whoever feeds this found wrong with the entry that was accepted last, or with what the
     * store keeps beside it.
     */
    public Optional<ChainFailure> lastIs(Kind kind, String detail) {
        return found(kind, head.sequence(), head.sequence(), detail);
    }

    /**
     * Takes note of something wrong with these places, both inclusive; it ends the verification unless it was acknowledged.
     */
    Optional<ChainFailure> found(Kind kind, long from, long to, String detail) {
        if (failure == null) {
            failure = judge(new ChainFailure(from, kind, detail), to);
        }
        return Optional.ofNullable(failure);
    }

    /** What was found wrong and passed over, in the order in which it was found. */
    public List<Defect> passedOver() {
        return List.copyOf(passedOver);
    }

    /** Whether the head's chain hash is what the entries lead to; after a gap that was passed over it is not. */
    public boolean isHashKnown() {
        return isHashKnown;
    }

    private @Nullable ChainFailure judge(ChainFailure found, long to) {
        if (!acknowledged.allow(found.kind(), found.sequence(), to)) {
            return found;
        }
        passedOver.add(new Defect(found.kind(), found.sequence(), to, found.detail()));
        return null;
    }

    /** Whether the entry that was accepted last could be read; before the first, and when it was passed over as a whole, no. */
    public boolean isLastRead() {
        return lastUnread != null || lastEntry.size() > 0;
    }

    /**
     * Whether a member of the entry that was accepted last is this text.
     *
     * @param text null: whether it is no text, or not there
     */
    public boolean lastSays(String name, @Nullable String text) {
        byte[] unread = lastUnread;
        if (unread != null && text != null && scan.says(unread, name, text)) {
            return true;
        }
        String said = lastEntry().get(name) instanceof JsonString member ? member.value() : null;
        return Objects.equals(said, text);
    }

    private JsonObject lastEntry() {
        byte[] unread = lastUnread;
        if (unread != null) {
            lastEntry = (JsonObject) JsonReader.read(unread);
            lastUnread = null;
        }
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
        // Passed over without a note: the next entry, or the end, shows how far the gap reaches.
        if (failure == null && !acknowledged.allow(Kind.GAP, next(), next())) {
            failure = new ChainFailure(next(), Kind.GAP, detail);
        }
        return Optional.ofNullable(failure);
    }

    /** Ends the entries: what an acknowledgement says is missing up to its anchor was passed over, and anything else not. */
    Optional<ChainFailure> endOfEntries() {
        while (failure == null && acknowledged.anchorAfter(head.sequence()).isPresent()) {
            long anchor = acknowledged
                    .anchorAfter(head.sequence())
                    .orElseThrow()
                    .anchor()
                    .sequence();
            failure = judge(
                    fail(
                            Kind.GAP,
                            "entries " + next() + " to " + anchor + " are missing; the chain goes on after them"),
                    anchor);
            skipTo(anchor);
        }
        return Optional.ofNullable(failure);
    }

    private void skipTo(long last) {
        while (failure == null && head.sequence() < last) {
            long anchor = acknowledged
                    .anchorAfter(head.sequence())
                    .map(closing -> closing.anchor().sequence())
                    .orElse(Long.MAX_VALUE);
            isHashKnown = false;
            moveTo(HashChain.at(Math.min(last, anchor), head.chainHash()));
        }
    }

    private void moveTo(HashChain next) {
        head = next;
        acknowledged.anchorAt(next.sequence()).ifPresent(closing -> {
            head = closing.anchor();
            isHashKnown = true;
        });
    }

    /** Ends the verification against the head that the store recorded. */
    public ChainReport finish(HashChain recorded) {
        if (endOfEntries().isEmpty()) {
            failure = checkHead(recorded);
        }
        return finish();
    }

    /** Ends the verification of a copy that records no head. */
    public ChainReport finish() {
        endOfEntries();
        return new ChainReport(chain, entries, erasedPayloads, head, failure);
    }

    private @Nullable ChainFailure checkHead(HashChain recorded) {
        if (recorded.sequence() != head.sequence()) {
            return judge(
                    new ChainFailure(
                            head.sequence(),
                            Kind.HEAD,
                            "the recorded head is entry " + recorded.sequence() + ", the last entry is "
                                    + head.sequence()),
                    head.sequence());
        }
        return !isHashKnown || Arrays.equals(recorded.chainHash(), head.chainHash())
                ? null
                : judge(
                        new ChainFailure(
                                head.sequence(),
                                Kind.HEAD,
                                "the recorded head has another chain hash than the last entry"),
                        head.sequence());
    }

    private long next() {
        return head.sequence() + 1;
    }

    private @Nullable ChainFailure check(StoredEntry stored) {
        JsonObject entry = readCanonical(stored.entry());
        boolean isIntact = Arrays.equals(LedgerHash.entry(stored.entry()), stored.entryHash());
        if (entry == null || (!isIntact && acknowledged != Acknowledgements.NONE)) {
            // What is not intact may claim any place; passed over, it counts for the next one.
            String detail = entry == null ? "the entry is not canonical JSON" : NOT_INTACT;
            ChainFailure wrong = judge(fail(Kind.ENTRY, detail), next());
            return wrong == null ? take(JsonObject.EMPTY, stored) : wrong;
        }
        ChainFailure wrong = checkPlace(entry);
        if (wrong != null || isSecond(entry)) {
            return wrong;
        }
        wrong = isIntact ? checkPayload(entry, stored) : fail(Kind.ENTRY, NOT_INTACT);
        return wrong == null ? take(entry, stored) : wrong;
    }

    /** After {@link #checkPlace}: whether the place is taken and the entry is passed over. */
    private boolean isSecond(JsonObject entry) {
        long sequence = sequenceOf(entry);
        return sequence > 0 && sequence < next();
    }

    private @Nullable ChainFailure take(JsonObject entry, StoredEntry stored) {
        ChainFailure wrong = checkLink(stored);
        if (wrong == null) {
            isHashKnown = true;
            moveTo(stored);
            lastEntry = entry;
            lastUnread = null;
        }
        return wrong;
    }

    private void moveTo(StoredEntry stored) {
        moveTo(HashChain.at(next(), stored.chainHash()));
        entries++;
        erasedPayloads += stored.payload() == null ? 1 : 0;
    }

    private @Nullable ChainFailure checkLink(StoredEntry stored) {
        if (!isHashKnown || Arrays.equals(head.append(stored.entryHash()).chainHash(), stored.chainHash())) {
            return null;
        }
        return judge(fail(Kind.LINK, "the chain_hash does not follow from the one before and the entry"), next());
    }

    /** Whether the entry belongs in the next place; what is missing before it may be passed over. */
    private @Nullable ChainFailure checkPlace(JsonObject entry) {
        if (!isText(entry, "schema", LedgerEntry.SCHEMA)) {
            return judge(fail(Kind.ENTRY, "the entry's schema is not " + LedgerEntry.SCHEMA), next());
        }
        if (!isText(entry, "tenant_id", tenantId) || !isText(entry, "chain", chain.wireName())) {
            return judge(fail(Kind.ENTRY, "the entry belongs to another tenant or chain"), next());
        }
        long sequence = sequenceOf(entry);
        if (sequence < 1) {
            return judge(fail(Kind.ENTRY, "the entry has no sequence"), next());
        }
        if (sequence < next()) {
            return judge(new ChainFailure(sequence, Kind.FORK, "a second entry claims place " + sequence), sequence);
        }
        return sequence > next() ? passGap(sequence) : null;
    }

    private @Nullable ChainFailure passGap(long found) {
        ChainFailure wrong = null;
        String detail = "entry " + next() + " is missing; the next one found is " + found;
        while (wrong == null && next() < found) {
            long anchor = acknowledged
                    .anchorAfter(head.sequence())
                    .map(closing -> closing.anchor().sequence())
                    .orElse(Long.MAX_VALUE);
            long last = Math.min(found - 1, anchor);
            wrong = judge(fail(Kind.GAP, detail), last);
            if (wrong == null) {
                skipTo(last);
            }
        }
        return wrong;
    }

    private @Nullable ChainFailure checkPayload(JsonObject entry, StoredEntry stored) {
        byte[] payload = stored.payload();
        byte[] salt = stored.salt();
        if (payload == null && salt == null) {
            return null;
        }
        if (payload == null || salt == null || salt.length != LedgerHash.SALT_BYTES) {
            return judge(fail(Kind.PAYLOAD, "payload and salt are erased together or not at all"), next());
        }
        String hash = HexFormat.of().formatHex(LedgerHash.payload(salt, payload));
        return isText(entry, "payload_sha256", hash)
                ? null
                : judge(fail(Kind.PAYLOAD, "the payload does not have the entry's payload_sha256"), next());
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
