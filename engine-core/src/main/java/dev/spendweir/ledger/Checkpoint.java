package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.note.SignedNote;
import dev.spendweir.note.SigningKey;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a sealer signs: that a chain had so many entries with this Merkle root (spec 3.3, C2SP tlog-checkpoint). As text:
 * origin, size and base64 root, a line each. The key's name is the origin. Immutable and thread-safe.
 */
public final class Checkpoint {
    /** The largest size: 18 digits always fit 64 bits, and no chain comes near. */
    public static final long MAX_SIZE = 999_999_999_999_999_999L;

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int LINES = 3;

    private final String origin;
    private final long size;
    private final byte[] root;

    private Checkpoint(String origin, long size, byte[] root) {
        this.origin = origin;
        this.size = size;
        this.root = root;
    }

    /**
     * The checkpoint of a chain.
     *
     * @param size number of entries, 0 to {@link #MAX_SIZE}
     * @param root 32 bytes; copied
     */
    public static Checkpoint of(String tenantId, Chain chain, long size, byte[] root) {
        MerkleHash.requireHash(root);
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a checkpoint is of 0 to " + MAX_SIZE + " leaves, not " + size);
        }
        return new Checkpoint(origin(tenantId, chain), size, root.clone());
    }

    /** The line that says whose chain it is, and the name of the key that signs it. */
    public static String origin(String tenantId, Chain chain) {
        return "spendweir/" + tenantId + "/" + chain.wireName();
    }

    /**
     * Reads a checkpoint's text. Extension lines are allowed, as C2SP has it, and ignored.
     *
     * @throws RejectedException {@code NOTE_INVALID}
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        // The text's last line end leaves an empty piece behind.
        if (lines.length < LINES + 1
                || Arrays.asList(lines).subList(0, lines.length - 1).contains("")) {
            throw invalid("a checkpoint has at least three lines and none is empty");
        }
        if (!SIZE.matcher(lines[1]).matches()) {
            throw invalid("the second line is not a number of leaves");
        }
        byte[] root = root(lines[2]);
        long size = Long.parseLong(lines[1]);
        if (size == 0 && !Arrays.equals(root, MerkleHash.empty())) {
            throw invalid("a tree without leaves has the hash of nothing as its root");
        }
        return new Checkpoint(lines[0], size, root);
    }

    private static byte[] root(String text) {
        try {
            byte[] root = Base64.getDecoder().decode(text);
            if (root.length == LedgerHash.HASH_BYTES
                    && Base64.getEncoder().encodeToString(root).equals(text)) {
                return root;
            }
        } catch (IllegalArgumentException e) {
            throw invalid("the third line is not base64");
        }
        throw invalid("the third line is not the base64 of 32 bytes");
    }

    /** Whose chain it is: {@code spendweir/<tenant_id>/<chain>}, or anything else in a checkpoint that was read. */
    public String origin() {
        return origin;
    }

    /** Number of entries. */
    public long size() {
        return size;
    }

    /** The Merkle root over the entry hashes, 32 bytes; a copy. */
    public byte[] root() {
        return root.clone();
    }

    /** Whether the root is this one. */
    public boolean hasRoot(byte[] other) {
        return Arrays.equals(root, other);
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /** {@code {size, root_hash}}, as answers about chains name a checkpoint. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("size", size)
                .put("root_hash", HexFormat.of().formatHex(root))
                .build();
    }

    /** The checkpoint as a note under the origin's name. */
    public SignedNote sign(SigningKey key) {
        return SignedNote.sign(text(), origin, key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }

    private static RejectedException invalid(String detail) {
        return new RejectedException(ErrorCode.NOTE_INVALID, detail);
    }
}
