package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A line of a ledger being made: fields of the entry, payload, and what is said about them. */
final class LineDraft {
    private static final String SALT = "000102030405060708090a0b0c0d0e0f";
    private static final String GENESIS = "0".repeat(64);

    final Map<String, Object> entry = new LinkedHashMap<>();
    String payload;
    String salt = SALT;
    String entryHash;
    String chainHash;

    /** An entry of acme's with this payload, as canonical text. */
    LineDraft(String chain, int sequence, String payload) {
        this.payload = payload;
        entry.put("chain", chain);
        entry.put("payload_sha256", Hashes.sha256("spendweir.ledger.payload/v1\n", Hashes.bytes(SALT), payload));
        entry.put("schema", "spendweir.ledger.entry/v1");
        entry.put("sequence", Quoted.json("" + sequence));
        entry.put("tenant_id", "acme");
    }

    LineDraft with(String name, Object value) {
        entry.put(name, value);
        return this;
    }

    LineDraft erased() {
        payload = null;
        salt = null;
        return this;
    }

    /** Hashes as they follow. */
    LineDraft after(String previous) {
        entryHash = Hashes.sha256(LedgerDrafts.ENTRY_PREFIX, Json.write(new TreeMap<>(entry)));
        chainHash = LedgerDrafts.chainHash(previous, entryHash);
        return this;
    }

    Map<String, Object> json() {
        return Json.object(
                "entry", new LinkedHashMap<>(entry),
                "payload", payload == null ? null : Draft.raw(payload),
                "salt", salt,
                "entry_hash", entryHash,
                "chain_hash", chainHash);
    }

    /** The line as an export has it: canonical, with its end. */
    String text() {
        return "{\"chain_hash\":\"" + chainHash + "\",\"entry\":" + Json.write(new TreeMap<>(entry))
                + ",\"entry_hash\":\"" + entryHash + "\",\"payload\":" + payload + ",\"salt\":"
                + (salt == null ? "null" : "\"" + salt + "\"") + "}\n";
    }

    /** So many entries of the chain of governance. */
    static List<LineDraft> governed(int length) {
        List<LineDraft> lines = new ArrayList<>();
        for (int i = 1; i <= length; i++) {
            lines.add(new LineDraft("governance", i, "{\"n\":" + i + "}"));
        }
        return again(lines);
    }

    /** Every hash again, as somebody would do who writes the chain anew. */
    static List<LineDraft> again(List<LineDraft> lines) {
        String previous = GENESIS;
        for (LineDraft line : lines) {
            line.after(previous);
            previous = line.chainHash;
        }
        return lines;
    }

    /** The chain hash before the line at an index. */
    static String before(List<LineDraft> lines, int index) {
        return index == 0 ? GENESIS : lines.get(index - 1).chainHash;
    }

    private static int half(List<LineDraft> lines) {
        return Integer.highestOneBit(lines.size() - 1);
    }

    /** RFC 6962: the root over at least one line. */
    static String root(List<LineDraft> lines) {
        if (lines.size() == 1) {
            return Hashes.sha256(new byte[] {0}, Hashes.bytes(lines.get(0).entryHash));
        }
        return Hashes.sha256(
                new byte[] {1},
                Hashes.bytes(root(lines.subList(0, half(lines)))),
                Hashes.bytes(root(lines.subList(half(lines), lines.size()))));
    }

    /** RFC 6962: the proof that the line at an index is one of them. */
    static List<Object> inclusion(int index, List<LineDraft> lines) {
        if (lines.size() == 1) {
            return new ArrayList<>();
        }
        int half = half(lines);
        List<LineDraft> left = lines.subList(0, half);
        List<LineDraft> right = lines.subList(half, lines.size());
        List<Object> proof = index < half ? inclusion(index, left) : inclusion(index - half, right);
        proof.add(root(index < half ? right : left));
        return proof;
    }

    /** RFC 6962: the proof that the lines begin with the first so many. */
    static List<Object> consistency(int first, List<LineDraft> lines) {
        return consistency(first, lines, true);
    }

    private static List<Object> consistency(int first, List<LineDraft> lines, boolean whole) {
        if (first == lines.size()) {
            return whole ? new ArrayList<>() : new ArrayList<>(List.of(root(lines)));
        }
        int half = half(lines);
        List<LineDraft> left = lines.subList(0, half);
        List<LineDraft> right = lines.subList(half, lines.size());
        List<Object> proof = first <= half ? consistency(first, left, whole) : consistency(first - half, right, false);
        proof.add(root(first <= half ? right : left));
        return proof;
    }

    /** The roots of the complete subtrees, largest first. */
    static List<Object> peaks(List<LineDraft> lines) {
        List<Object> peaks = new ArrayList<>();
        int begin = 0;
        for (int size = Integer.highestOneBit(lines.size()); size > 0; size /= 2) {
            if ((lines.size() & size) != 0) {
                peaks.add(root(lines.subList(begin, begin + size)));
                begin += size;
            }
        }
        return peaks;
    }
}
