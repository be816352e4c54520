package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ledger.verify (spec 3.3): reads a chain, hashes everything again, and names the first bad place and its class. */
final class LedgerAudit {
    static final byte[] ENTRY = "spendweir.ledger.entry/v1\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] CHAIN = "spendweir.ledger.chain/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = "spendweir.ledger.payload/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> MEMBERS = Set.of("entry", "payload", "salt", "entry_hash", "chain_hash");

    private final List<byte[]> leaves = new ArrayList<>();
    private final String tenant;
    private final String chain;
    private final List<Notes.Key> keys;
    private final List<Stored> stored = new ArrayList<>();
    private final List<Notes.Judged> trusted = new ArrayList<>();
    private byte[] head = new byte[32];
    private int erased;
    private int nextStored;
    private BigInteger newestStored = BigInteger.ZERO;
    private Map<String, Object> failure;

    private record Stored(BigInteger size, String note) {}

    private LedgerAudit(String tenant, String chain, List<Notes.Key> keys) {
        this.tenant = tenant;
        this.chain = chain;
        this.keys = keys;
    }

    static Map<String, Object> verify(Map<String, Object> input) {
        String tenant = Notes.text(input, "tenant_id");
        String chain = Notes.chain(input);
        List<Map<String, Object>> lines = lines(input);
        Object recorded = input.get("head");
        BigInteger recordedSequence = null;
        byte[] recordedHash = null;
        if (recorded != null) {
            if (!(recorded instanceof Map)) {
                throw Refusal.at("/head", "INVALID_FIELD");
            }
            recordedSequence = Notes.count(Json.asObject(recorded).get("sequence"), "/head");
            recordedHash = Notes.hash(Json.asObject(recorded).get("chain_hash"), "/head");
        }
        List<Stored> stored = stored(input);
        List<String> trusted = Notes.texts(input, "trusted");
        LedgerAudit audit = new LedgerAudit(tenant, chain, Notes.keys(input));
        audit.stored.addAll(stored);
        for (int i = 0; i < trusted.size(); i++) {
            Notes.Judged judged = audit.judge(trusted.get(i));
            if (!judged.isGood()) {
                throw Refusal.at("/trusted/" + i, "CHECKPOINT_NOT_TRUSTED");
            }
            audit.trusted.add(judged);
        }
        audit.trusted.sort(Comparator.comparing(Notes.Judged::size));
        audit.compare();
        for (Map<String, Object> line : lines) {
            audit.take(line);
        }
        audit.beyond();
        if (recorded != null) {
            audit.newest();
            audit.head(recordedSequence, recordedHash);
        }
        return Json.object(
                "entries", number(audit.leaves.size()),
                "erased", number(audit.erased),
                "head",
                        Json.object(
                                "sequence", number(audit.leaves.size()),
                                "chain_hash", Canonical.hex(audit.head)),
                "failure", audit.failure);
    }

    private static JsonNumber number(long value) {
        return new JsonNumber(Long.toString(value));
    }

    static List<Map<String, Object>> lines(Map<String, Object> input) {
        if (!(input.get("lines") instanceof List)) {
            throw Refusal.at("/lines", "INVALID_FIELD");
        }
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Object item : Json.asList(input.get("lines"))) {
            String pointer = "/lines/" + lines.size();
            if (!(item instanceof Map) || !isLine(Json.asObject(item))) {
                throw Refusal.at(pointer, "INVALID_FIELD");
            }
            lines.add(Json.asObject(item));
        }
        return lines;
    }

    static boolean isLine(Map<String, Object> line) {
        boolean together = (line.get("payload") == null) == (line.get("salt") == null);
        try {
            Canonical.bytes(line);
        } catch (NotJsonException e) {
            return false;
        }
        return together
                && MEMBERS.containsAll(line.keySet())
                && line.get("entry") instanceof Map
                && (line.get("salt") == null || isHex(line.get("salt"), 32))
                && isHex(line.get("entry_hash"), 64)
                && isHex(line.get("chain_hash"), 64);
    }

    private static boolean isHex(Object value, int digits) {
        return value instanceof String text && text.matches("[0-9a-f]{" + digits + "}");
    }

    private static List<Stored> stored(Map<String, Object> input) {
        List<Stored> stored = new ArrayList<>();
        for (Object item : Notes.list(input, "checkpoints")) {
            String pointer = "/checkpoints/" + stored.size();
            if (!(item instanceof Map) || !(Json.asObject(item).get("note") instanceof String note)) {
                throw Refusal.at(pointer, "INVALID_FIELD");
            }
            BigInteger size = Notes.count(Json.asObject(item).get("size"), pointer);
            if (size.signum() == 0) {
                throw Refusal.at(pointer, "INVALID_FIELD");
            }
            stored.add(new Stored(size, note));
        }
        return stored;
    }

    private void take(Map<String, Object> line) {
        if (failure != null) {
            return;
        }
        Map<String, Object> entry = Json.asObject(line.get("entry"));
        long next = leaves.size() + 1L;
        String found = place(entry, next);
        if (found != null) {
            boolean isSecond = found.equals("fork");
            fail(isSecond ? sequence(entry).longValueExact() : next, found);
            return;
        }
        byte[] entryHash = Canonical.digest(ENTRY, Canonical.bytes(entry));
        byte[] chainHash = Canonical.digest(CHAIN, head, entryHash);
        if (!Canonical.hex(entryHash).equals(line.get("entry_hash"))) {
            fail(next, "entry");
        } else if (line.get("salt") != null && !payloadHash(line).equals(entry.get("payload_sha256"))) {
            fail(next, "payload");
        } else if (!Canonical.hex(chainHash).equals(line.get("chain_hash"))) {
            fail(next, "link");
        } else {
            head = chainHash;
            erased += line.get("salt") == null ? 1 : 0;
            leaves.add(Merkle.leafHash(entryHash));
            compare();
        }
    }

    private String place(Map<String, Object> entry, long next) {
        BigInteger sequence = sequence(entry);
        if (!"spendweir.ledger.entry/v1".equals(entry.get("schema"))
                || !tenant.equals(entry.get("tenant_id"))
                || !chain.equals(entry.get("chain"))
                || sequence == null) {
            return "entry";
        }
        int order = sequence.compareTo(BigInteger.valueOf(next));
        return order > 0 ? "gap" : order < 0 ? "fork" : null;
    }

    /** As JCS writes it; null when that is no whole number from 1 to 2^63 - 1. */
    static BigInteger sequence(Map<String, Object> entry) {
        if (!(entry.get("sequence") instanceof JsonNumber number)) {
            return null;
        }
        String text = Canonical.text(number);
        if (!text.matches("[0-9]+")) {
            return null;
        }
        BigInteger sequence = new BigInteger(text);
        return sequence.signum() > 0 && sequence.bitLength() < 64 ? sequence : null;
    }

    static String payloadHash(Map<String, Object> line) {
        return Canonical.hex(Canonical.digest(
                PAYLOAD, HexFormat.of().parseHex((String) line.get("salt")), Canonical.bytes(line.get("payload"))));
    }

    private void fail(long sequence, String kind) {
        if (failure == null) {
            failure = Json.object("sequence", number(sequence), "class", kind);
        }
    }

    private Notes.Judged judge(String note) {
        return Notes.judge(note, "spendweir/" + tenant + "/" + chain, keys);
    }

    private BigInteger size() {
        return BigInteger.valueOf(leaves.size());
    }

    /** The checkpoints of the size that is reached, the stored ones first. */
    private void compare() {
        while (failure == null
                && nextStored < stored.size()
                && stored.get(nextStored).size().compareTo(size()) <= 0) {
            Stored candidate = stored.get(nextStored++);
            Notes.Judged judged = judge(candidate.note());
            if (!judged.isGood()) {
                fail(leaves.size(), judged.badClass());
            } else if (!judged.size().equals(candidate.size())
                    || candidate.size().compareTo(size()) < 0
                    || candidate.size().compareTo(newestStored) <= 0) {
                fail(leaves.size(), "checkpoint_signature");
            } else {
                newestStored = candidate.size();
                root(judged);
            }
        }
        for (Notes.Judged checkpoint : trusted) {
            if (checkpoint.size().equals(size())) {
                root(checkpoint);
            }
        }
    }

    private void root(Notes.Judged checkpoint) {
        if (!Arrays.equals(checkpoint.root(), Merkle.root(leaves))) {
            fail(leaves.size(), "split_view");
        }
    }

    /** What checkpoints say beyond the last entry. */
    private void beyond() {
        if (failure != null) {
            return;
        }
        String gone = leaves.isEmpty() ? "deleted_chain" : "cut_tail";
        if (trusted.stream().anyMatch(checkpoint -> checkpoint.size().compareTo(size()) > 0)) {
            fail(leaves.size(), gone);
        } else if (nextStored < stored.size()) {
            Notes.Judged judged = judge(stored.get(nextStored).note());
            boolean same = judged.isGood()
                    && judged.size().equals(stored.get(nextStored).size());
            fail(leaves.size(), same ? gone : judged.isGood() ? "checkpoint_signature" : judged.badClass());
        }
    }

    /** A store that gave out a checkpoint has it. */
    private void newest() {
        if (!trusted.isEmpty()
                && newestStored.compareTo(trusted.get(trusted.size() - 1).size()) < 0) {
            fail(leaves.size(), "rollback");
        }
    }

    private void head(BigInteger sequence, byte[] hash) {
        if (!sequence.equals(size()) || !Arrays.equals(hash, head)) {
            fail(leaves.size(), "head");
        }
    }
}
