package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ledger file (spec 11): {@code {entry, payload|null, salt|null, entry_hash, chain_hash}}, hashes and salt in
 * lower-case hex. Immutable.
 *
 * @param entry the entry
 * @param payload null when it was erased, together with the salt
 * @param salt 32 hex digits
 * @param entryHash 64 hex digits
 * @param chainHash 64 hex digits
 */
public record LedgerLine(
        JsonObject entry,
        @Nullable JsonValue payload,
        @Nullable String salt,
        String entryHash,
        String chainHash) {

    private static final Set<String> MEMBERS = Set.of("entry", "payload", "salt", "entry_hash", "chain_hash");

    public LedgerLine {
        if ((payload == null) != (salt == null)) {
            throw new RejectedException(
                    ErrorCode.LEDGER_FILE_INVALID, "/salt", "payload and salt are both there or both null");
        }
        requireHex(salt, LedgerHash.SALT_BYTES, "/salt");
        requireHex(entryHash, LedgerHash.HASH_BYTES, "/entry_hash");
        requireHex(chainHash, LedgerHash.HASH_BYTES, "/chain_hash");
    }

    /**
     * Reads a line.
     *
     * @param utf8 the line without its line end
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when it is not of this form
     */
    public static LedgerLine read(byte[] utf8) {
        JsonValue value;
        try {
            value = JsonReader.read(utf8);
        } catch (JsonSyntaxException e) {
            throw new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "the line is not JSON: " + e.getMessage());
        }
        if (!(value instanceof JsonObject line)) {
            throw new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "the line is not a JSON object");
        }
        for (String name : line.names()) {
            if (!MEMBERS.contains(name)) {
                throw new RejectedException(
                        ErrorCode.LEDGER_FILE_INVALID, JsonPointer.member("", name), "unknown member");
            }
        }
        if (!(line.get("entry") instanceof JsonObject entry)) {
            throw new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "/entry", "must be an object");
        }
        return new LedgerLine(
                entry,
                line.getNonNull("payload"),
                text(line, "salt"),
                hash(line, "entry_hash"),
                hash(line, "chain_hash"));
    }

    /**
     * The line of a stored entry.
     *
     * @throws JsonSyntaxException when entry or payload are not JSON
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when the entry is no object, or only one of payload and salt is there
     */
    public static LedgerLine of(StoredEntry stored) {
        if (!(JsonReader.read(stored.entry()) instanceof JsonObject entry)) {
            throw new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "/entry", "must be an object");
        }
        byte[] payload = stored.payload();
        byte[] salt = stored.salt();
        return new LedgerLine(
                entry,
                payload == null ? null : JsonReader.read(payload),
                salt == null ? null : HexFormat.of().formatHex(salt),
                HexFormat.of().formatHex(stored.entryHash()),
                HexFormat.of().formatHex(stored.chainHash()));
    }

    /**
     * What {@link ChainVerifier} takes: the bytes that the hashes are over.
     *
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when entry or payload have no canonical form
     */
    public StoredEntry toStored() {
        HexFormat hex = HexFormat.of();
        return new StoredEntry(
                canonical(entry, "/entry"),
                payload == null ? null : canonical(payload, "/payload"),
                salt == null ? null : hex.parseHex(salt),
                hex.parseHex(entryHash),
                hex.parseHex(chainHash));
    }

    /** The line as JSON. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("entry", entry)
                .put("payload", payload == null ? JsonNull.NULL : payload)
                .put("salt", salt)
                .put("entry_hash", entryHash)
                .put("chain_hash", chainHash)
                .build();
    }

    /** The line's bytes, canonical and without line end. */
    public byte[] bytes() {
        return CanonicalJson.bytes(toJson());
    }

    private static byte[] canonical(JsonValue value, String pointer) {
        try {
            return CanonicalJson.bytes(value);
        } catch (RejectedException e) {
            throw new RejectedException(ErrorCode.LEDGER_FILE_INVALID, pointer, "has no canonical form");
        }
    }

    private static @Nullable String text(JsonObject line, String name) {
        JsonValue value = line.getNonNull(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "/" + name, "must be a string");
    }

    private static String hash(JsonObject line, String name) {
        String text = text(line, name);
        if (text == null) {
            throw new RejectedException(ErrorCode.LEDGER_FILE_INVALID, "/" + name, "is missing");
        }
        return text;
    }

    private static void requireHex(@Nullable String text, int bytes, String pointer) {
        if (text == null) {
            return;
        }
        boolean good = text.length() == 2 * bytes && text.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0);
        if (!good) {
            throw new RejectedException(
                    ErrorCode.LEDGER_FILE_INVALID, pointer, "must be " + 2 * bytes + " lower-case hex digits");
        }
    }
}
