package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** export.verify (spec 3.4): everything is read and hashed again, and tied to the checkpoint. */
final class ExportAudit {
    private static final Set<String> CLASSES = Set.of(
            "gap",
            "fork",
            "entry",
            "payload",
            "link",
            "head",
            "checkpoint_signature",
            "unknown_key",
            "cut_tail",
            "deleted_chain",
            "rollback",
            "split_view",
            "replay");

    private final Map<String, String> files;
    private final List<Notes.Key> keys;
    private final Map<String, Object> manifest;
    private final String tenant;
    private final String chain;

    private List<Map<String, Object>> closings = new ArrayList<>();
    private long from;
    private long to;
    private long place;
    private byte[] head;
    private long read;
    private long erased;
    private Peaks tree;
    private Peaks leaves;
    private byte[] firstLeaf;
    private byte[] lastLeaf;
    private Notes.Judged inside;
    private boolean insideHolds;
    private Map<String, Object> failure;

    private ExportAudit(Map<String, String> files, List<Notes.Key> keys) {
        this.files = files;
        this.keys = keys;
        this.manifest = document("manifest.json");
        if (!text(manifest, "schema").equals("spendweir.export/v1")) {
            throw invalid();
        }
        this.tenant = text(manifest, "tenant_id");
        this.chain = text(manifest, "chain");
        if (!chain.equals("decisions") && !chain.equals("governance")) {
            throw invalid();
        }
    }

    private static Peaks peaks(long size, Map<String, Object> object) {
        List<byte[]> hashes = hashes(object, "peaks");
        if (hashes.size() != Long.bitCount(size)) {
            throw invalid();
        }
        return Peaks.of(size, hashes);
    }

    private static Refusal invalid() {
        return Refusal.at("", "EXPORT_INVALID");
    }

    static Map<String, Object> verify(Map<String, Object> input) {
        Map<String, String> files = files(input);
        List<Notes.Key> keys = Notes.keys(input);
        String note = input.get("trusted") == null ? null : Notes.text(input, "trusted");
        ExportAudit audit = new ExportAudit(files, keys);
        Notes.Judged trusted = note == null ? null : Notes.judge(note, audit.origin(), keys);
        if (trusted != null && !trusted.isGood()) {
            throw Refusal.at("/trusted", "CHECKPOINT_NOT_TRUSTED");
        }
        return audit.run(trusted);
    }

    private static Map<String, String> files(Map<String, Object> input) {
        if (!(input.get("files") instanceof List)) {
            throw Refusal.at("/files", "INVALID_FIELD");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (Object item : Json.asList(input.get("files"))) {
            boolean good = item instanceof Map
                    && Json.asObject(item).get("name") instanceof String
                    && Json.asObject(item).get("text") instanceof String text
                    && !isTorn(text)
                    && !files.containsKey((String) Json.asObject(item).get("name"));
            if (!good) {
                throw Refusal.at("/files/" + files.size(), "INVALID_FIELD");
            }
            files.put((String) Json.asObject(item).get("name"), (String)
                    Json.asObject(item).get("text"));
        }
        return files;
    }

    private static boolean isTorn(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Json.isLone(text, i)) {
                return true;
            }
        }
        return false;
    }

    private String origin() {
        return "spendweir/" + tenant + "/" + chain;
    }

    private Map<String, Object> run(Notes.Judged trusted) {
        signature();
        listed();
        Map<String, Object> proofs = document("proofs.json");
        if (!(proofs.get("before") instanceof Map)) {
            throw invalid();
        }
        Map<String, Object> before = Json.asObject(proofs.get("before"));
        List<byte[]> first = hashes(proofs, "first_inclusion");
        List<byte[]> last = hashes(proofs, "last_inclusion");
        List<byte[]> consistency = hashes(proofs, "consistency");
        from = number(manifest, "from_sequence");
        to = number(manifest, "to_sequence");
        place = number(before, "sequence");
        head = hash(before, "chain_hash");
        tree = peaks(place, before);
        leaves = peaks(place, before);
        byte[] end = hash(manifest, "chain_hash");
        if (from != place + 1 || to < from || !Arrays.equals(head, hash(manifest, "chain_hash_before"))) {
            throw invalid();
        }
        closings();
        Notes.Judged checkpoint = Notes.judge(files.get("checkpoint.txt"), origin(), keys);
        long trustedSize = trusted == null ? -1 : trusted.size().longValueExact();
        inside = trustedSize >= place && trustedSize <= to ? trusted : null;
        compare();
        lines();
        ends();
        if (failure == null) {
            tie(checkpoint, end, trusted, first, last, consistency);
            insideHolds = insideHolds && failure == null;
        }
        return answer(failure == null ? checkpoint : insideHolds ? inside : null, trustedSize, checkpoint);
    }

    private Map<String, Object> answer(Notes.Judged shown, long trustedSize, Notes.Judged own) {
        List<Object> open = new ArrayList<>();
        if (failure == null) {
            long start = from - 1;
            for (String kind : start == 0 ? List.<String>of() : List.of("gap", "fork", "entry", "payload", "link")) {
                open.add(Json.object("class", kind, "from", JsonNumber.of(1), "to", JsonNumber.of(start)));
            }
            boolean isCompared = inside != null || trustedSize == own.size().longValueExact();
            long proven = isCompared ? trustedSize : 0;
            for (String kind : List.of("cut_tail", "rollback", "split_view")) {
                open.add(Json.object("class", kind, "from", JsonNumber.of(proven + 1), "to", null));
            }
        }
        return Json.object(
                "entries",
                JsonNumber.of(read),
                "erased",
                JsonNumber.of(erased),
                "head",
                Json.object("sequence", JsonNumber.of(place), "chain_hash", Canonical.hex(head)),
                "checkpoint",
                shown == null
                        ? null
                        : Json.object(
                                "size",
                                new JsonNumber(shown.size().toString()),
                                "root_hash",
                                Canonical.hex(shown.root())),
                "not_excluded",
                open,
                "acknowledged",
                JsonNumber.of(closings.size()),
                "failure",
                failure);
    }

    private void signature() {
        String text = file("manifest.json");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!file("manifest.sha256").equals(Canonical.hex(Canonical.digest(bytes)) + "  manifest.json\n")) {
            throw invalid();
        }
        Map<String, Object> signature = document("manifest.sig");
        String kid = text(signature, "kid");
        byte[] signed;
        try {
            signed = Base64.getDecoder().decode(text(signature, "signature"));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        boolean good = keys.stream()
                .anyMatch(key -> key.name().equals("spendweir/" + tenant + "/export")
                        && key.id().equals(kid)
                        && NaiveEd25519.verify(key.bytes(), bytes, signed));
        if (!good) {
            throw invalid();
        }
    }

    private void listed() {
        if (!(manifest.get("files") instanceof List)) {
            throw invalid();
        }
        Set<String> names = new HashSet<>(Set.of("manifest.json", "manifest.sha256", "manifest.sig"));
        for (Object item : Json.asList(manifest.get("files"))) {
            if (!(item instanceof Map)) {
                throw invalid();
            }
            Map<String, Object> listed = Json.asObject(item);
            String name = text(listed, "name");
            byte[] bytes = file(name).getBytes(StandardCharsets.UTF_8);
            boolean good = names.add(name)
                    && number(listed, "bytes") == bytes.length
                    && text(listed, "sha256").equals(Canonical.hex(Canonical.digest(bytes)))
                    && (!name.equals("ledger.jsonl")
                            || number(listed, "records")
                                    == number(manifest, "to_sequence") - number(manifest, "from_sequence") + 1);
            if (!good) {
                throw invalid();
            }
        }
        if (!names.equals(files.keySet())
                || !names.containsAll(List.of("ledger.jsonl", "checkpoint.txt", "proofs.json"))) {
            throw invalid();
        }
    }

    private void closings() {
        long last = 0;
        if (!(manifest.get("acknowledged") instanceof List)) {
            throw invalid();
        }
        for (Object item : Json.asList(manifest.get("acknowledged"))) {
            if (!(item instanceof Map)
                    || !(Json.asObject(item).get("anchor") instanceof Map)
                    || !(Json.asObject(item).get("defects") instanceof List)) {
                throw invalid();
            }
            Map<String, Object> closing = Json.asObject(item);
            List.of("entry_id", "closed_at", "requested_by", "approved_by").forEach(name -> text(closing, name));
            for (Object defect : Json.asList(closing.get("defects"))) {
                if (!(defect instanceof Map) || !CLASSES.contains(text(Json.asObject(defect), "class"))) {
                    throw invalid();
                }
                number(Json.asObject(defect), "from");
                number(Json.asObject(defect), "to");
                text(Json.asObject(defect), "detail");
            }
            Map<String, Object> anchor = Json.asObject(closing.get("anchor"));
            hash(anchor, "chain_hash");
            peaks(number(anchor, "sequence"), anchor);
            if (number(anchor, "sequence") < last) {
                throw invalid();
            }
            last = number(anchor, "sequence");
            closings.add(closing);
        }
    }

    private boolean isKnown(String kind, long sequence) {
        for (Map<String, Object> closing : closings) {
            for (Object item : Json.asList(closing.get("defects"))) {
                Map<String, Object> defect = Json.asObject(item);
                long first = number(defect, "from");
                if (text(defect, "class").equals(kind)
                        && first <= sequence
                        && sequence <= Math.max(first, number(defect, "to"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void fail(long sequence, String kind) {
        if (failure == null && !isKnown(kind, sequence)) {
            failure = Json.object("sequence", JsonNumber.of(sequence), "class", kind);
        }
    }

    private void lines() {
        String rest = files.get("ledger.jsonl");
        while (failure == null && !rest.isEmpty()) {
            int end = rest.indexOf('\n');
            if (end < 0) {
                throw invalid();
            }
            Object line;
            try {
                line = JsonReader.read(rest.substring(0, end));
            } catch (NotJsonException e) {
                throw invalid();
            }
            if (!(line instanceof Map) || !LedgerAudit.isLine(Json.asObject(line))) {
                throw invalid();
            }
            take(Json.asObject(line));
            rest = rest.substring(end + 1);
        }
    }

    /** Knows of acknowledged entries, payloads and links; windows with gaps are not exported. */
    private void take(Map<String, Object> line) {
        Map<String, Object> entry = Json.asObject(line.get("entry"));
        long next = place + 1;
        byte[] claimed = HexFormat.of().parseHex((String) line.get("entry_hash"));
        if (Arrays.equals(Canonical.digest(LedgerAudit.ENTRY, Canonical.bytes(entry)), claimed)) {
            BigInteger sequence = LedgerAudit.sequence(entry);
            if (!"spendweir.ledger.entry/v1".equals(entry.get("schema"))
                    || !tenant.equals(entry.get("tenant_id"))
                    || !chain.equals(entry.get("chain"))
                    || sequence == null) {
                fail(next, "entry");
            } else if (sequence.compareTo(BigInteger.valueOf(next)) != 0) {
                boolean isLater = sequence.compareTo(BigInteger.valueOf(next)) > 0;
                fail(isLater ? next : sequence.longValueExact(), isLater ? "gap" : "fork");
            } else if (line.get("salt") != null
                    && !LedgerAudit.payloadHash(line).equals(entry.get("payload_sha256"))) {
                fail(next, "payload");
            }
        } else {
            fail(next, "entry");
        }
        byte[] follows = Canonical.digest(LedgerAudit.CHAIN, head, claimed);
        if (!Canonical.hex(follows).equals(line.get("chain_hash"))) {
            fail(next, "link");
        }
        if (failure == null) {
            step(HexFormat.of().parseHex((String) line.get("chain_hash")), claimed, line.get("salt") == null);
        }
    }

    private void step(byte[] chainHash, byte[] entryHash, boolean isErased) {
        head = chainHash;
        place++;
        read++;
        erased += isErased ? 1 : 0;
        lastLeaf = Merkle.leafHash(entryHash);
        firstLeaf = firstLeaf == null ? lastLeaf : firstLeaf;
        tree.add(lastLeaf);
        leaves.add(lastLeaf);
        for (Map<String, Object> closing : closings) {
            Map<String, Object> anchor = Json.asObject(closing.get("anchor"));
            if (number(anchor, "sequence") == place) {
                head = hash(anchor, "chain_hash");
                tree = peaks(place, anchor);
            }
        }
        compare();
    }

    /** The kept checkpoint, when its size is reached. */
    private void compare() {
        if (inside != null && inside.size().longValueExact() == place) {
            insideHolds = Arrays.equals(inside.root(), tree.root());
            if (!insideHolds) {
                fail(place, "split_view");
            }
        }
    }

    private void ends() {
        for (Map<String, Object> closing : closings) {
            long anchor = number(Json.asObject(closing.get("anchor")), "sequence");
            if (anchor > place && anchor <= to) {
                fail(place + 1, "gap");
            }
        }
        if (inside != null && inside.size().longValueExact() > place) {
            fail(place, place == 0 ? "deleted_chain" : "cut_tail");
        }
    }

    private void tie(
            Notes.Judged checkpoint,
            byte[] end,
            Notes.Judged trusted,
            List<byte[]> first,
            List<byte[]> last,
            List<byte[]> consistency) {
        if (place != to) {
            failure = Json.object("sequence", JsonNumber.of(place), "class", "gap");
        } else if (!Arrays.equals(end, head)) {
            failure = Json.object("sequence", JsonNumber.of(place), "class", "head");
        } else if (!checkpoint.isGood()) {
            failure = Json.object("sequence", JsonNumber.of(place), "class", checkpoint.badClass());
        } else if (trusted != null && trusted.size().compareTo(checkpoint.size()) > 0) {
            failure = Json.object("sequence", JsonNumber.of(place), "class", "cut_tail");
        } else {
            long size = checkpoint.size().longValueExact();
            boolean tied = Merkle.verifyInclusion(firstLeaf, from - 1, size, first, checkpoint.root())
                    && Merkle.verifyInclusion(lastLeaf, to - 1, size, last, checkpoint.root())
                    && Merkle.verifyConsistency(to, size, leaves.root(), checkpoint.root(), consistency)
                    && (trusted == null
                            || !trusted.size().equals(checkpoint.size())
                            || Arrays.equals(trusted.root(), checkpoint.root()));
            if (!tied) {
                failure = Json.object("sequence", JsonNumber.of(place), "class", "split_view");
            }
        }
    }

    private String file(String name) {
        if (!files.containsKey(name)) {
            throw invalid();
        }
        return files.get(name);
    }

    private Map<String, Object> document(String name) {
        try {
            if (JsonReader.read(file(name)) instanceof Map<?, ?> object) {
                return Json.asObject(object);
            }
        } catch (NotJsonException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static String text(Map<String, Object> object, String name) {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw invalid();
    }

    /** A whole number of at least 0, cut to 63 bits. */
    private static long number(Map<String, Object> object, String name) {
        if (object.get(name) instanceof JsonNumber number && number.text().matches("-?[0-9]+")) {
            BigInteger value = number.integerValue();
            if (value.signum() >= 0) {
                return value.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
            }
        }
        throw invalid();
    }

    private static byte[] hash(Map<String, Object> object, String name) {
        return hash(object.get(name));
    }

    private static byte[] hash(Object value) {
        if (value instanceof String text && text.matches("[0-9a-f]{64}")) {
            return HexFormat.of().parseHex(text);
        }
        throw invalid();
    }

    private static List<byte[]> hashes(Map<String, Object> object, String name) {
        if (!(object.get(name) instanceof List)) {
            throw invalid();
        }
        List<byte[]> hashes = new ArrayList<>();
        Json.asList(object.get(name)).forEach(item -> hashes.add(hash(item)));
        return hashes;
    }
}
