package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** export.build and export.parity (spec 3.4): the files of a window, put together one after the other. */
final class Exports {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, Integer> policies = new TreeMap<>();
    private final Map<String, Integer> contexts = new TreeMap<>();
    private final List<Map<String, Object>> window;

    private Exports(List<Map<String, Object>> window) {
        this.window = window;
    }

    static Map<String, Object> build(Map<String, Object> input) {
        List<Object> files = new ArrayList<>();
        make(input).texts.forEach((name, text) -> files.add(Json.object("name", name, "text", text)));
        return Json.object("files", files);
    }

    static Map<String, Object> parity(Map<String, Object> input) {
        String manifest = make(input).texts.get("manifest.json");
        return Json.object("manifest", JsonReader.read(manifest), "manifest_sha256", sha256(manifest));
    }

    private static String sha256(String text) {
        return Canonical.hex(Canonical.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Exports make(Map<String, Object> input) {
        String tenant = Notes.text(input, "tenant_id");
        String chain = Notes.chain(input);
        List<Map<String, Object>> lines = LedgerAudit.lines(input);
        BigInteger first = Notes.count(input.get("from_sequence"), "/from_sequence");
        BigInteger last = Notes.count(input.get("to_sequence"), "/to_sequence");
        if (first.signum() == 0 || first.compareTo(last) > 0 || last.compareTo(BigInteger.valueOf(lines.size())) > 0) {
            throw Refusal.at("/to_sequence", "INVALID_FIELD");
        }
        Map<String, Object> documents = byHash(input, "policies");
        Map<String, Object> histories = byHash(input, "histories");
        byte[] seed = Notes.hash(input.get("seed"), "/seed");
        if (!Notes.isName(tenant)) {
            throw Refusal.at("/tenant_id", "INVALID_FIELD");
        }
        int from = first.intValue();
        int to = last.intValue();
        Exports export = new Exports(lines.subList(from - 1, to));
        byte[] before = head(lines.subList(0, from - 1));
        byte[] after = export.verified(tenant, chain, before, from);
        export.tables();
        export.file("ledger.jsonl", export.ledger(), to - from + 1);
        export.lineage();
        export.byHash("policies.jsonl", "document", new ArrayList<>(export.policies.keySet()), documents);
        export.byHash("histories.jsonl", "rows", export.historyHashes(), histories);
        List<byte[]> leaves = leaves(lines);
        String origin = "spendweir/" + tenant + "/" + chain;
        String body =
                origin + "\n" + lines.size() + "\n" + Base64.getEncoder().encodeToString(Merkle.root(leaves)) + "\n";
        export.file("checkpoint.txt", Notes.note(origin, body, seed), 1);
        export.file(
                "proofs.json",
                Canonical.text(Json.object(
                        "before",
                        Json.object(
                                "sequence",
                                JsonNumber.of(from - 1L),
                                "chain_hash",
                                Canonical.hex(before),
                                "peaks",
                                hex(peaks(leaves.subList(0, from - 1)))),
                        "first_inclusion",
                        hex(Merkle.inclusion(from - 1, leaves)),
                        "last_inclusion",
                        hex(Merkle.inclusion(to - 1, leaves)),
                        "consistency",
                        hex(Merkle.consistency(to, leaves)))),
                1);
        export.sign(
                tenant,
                Json.object(
                        "schema",
                        "spendweir.export/v1",
                        "tenant_id",
                        tenant,
                        "chain",
                        chain,
                        "from_sequence",
                        JsonNumber.of(from),
                        "to_sequence",
                        JsonNumber.of(to),
                        "chain_hash_before",
                        Canonical.hex(before),
                        "chain_hash",
                        Canonical.hex(after),
                        "checkpoint_size",
                        JsonNumber.of(lines.size()),
                        "acknowledged",
                        List.of()),
                seed);
        return export;
    }

    private static Map<String, Object> byHash(Map<String, Object> input, String name) {
        Map<String, Object> found = new TreeMap<>();
        List<Object> items = Notes.list(input, name);
        for (int i = 0; i < items.size(); i++) {
            try {
                found.put(Canonical.sha256(items.get(i)), items.get(i));
            } catch (NotJsonException e) {
                throw Refusal.at("/" + name + "/" + i, "INVALID_FIELD");
            }
        }
        return found;
    }

    private static byte[] bytes(Object hex) {
        return java.util.HexFormat.of().parseHex((String) hex);
    }

    private static byte[] head(List<Map<String, Object>> lines) {
        byte[] head = new byte[32];
        for (Map<String, Object> line : lines) {
            head = Canonical.digest(LedgerAudit.CHAIN, head, bytes(line.get("entry_hash")));
        }
        return head;
    }

    private static List<byte[]> leaves(List<Map<String, Object>> lines) {
        List<byte[]> leaves = new ArrayList<>();
        lines.forEach(line -> leaves.add(Merkle.leafHash(bytes(line.get("entry_hash")))));
        return leaves;
    }

    /** The roots of the complete subtrees, largest first. */
    private static List<byte[]> peaks(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return new ArrayList<>();
        }
        int largest = Integer.highestOneBit(leaves.size());
        List<byte[]> peaks = new ArrayList<>(List.of(Merkle.root(leaves.subList(0, largest))));
        peaks.addAll(peaks(leaves.subList(largest, leaves.size())));
        return peaks;
    }

    private static List<Object> hex(List<byte[]> hashes) {
        List<Object> texts = new ArrayList<>();
        hashes.forEach(hash -> texts.add(Canonical.hex(hash)));
        return texts;
    }

    /** The chain hash at the window's end, when nothing in it is damaged. */
    private byte[] verified(String tenant, String chain, byte[] before, int from) {
        byte[] head = before;
        BigInteger place = BigInteger.valueOf(from);
        for (Map<String, Object> line : window) {
            Map<String, Object> entry = Json.asObject(line.get("entry"));
            byte[] hash = Canonical.digest(LedgerAudit.ENTRY, Canonical.bytes(entry));
            head = Canonical.digest(LedgerAudit.CHAIN, head, hash);
            boolean good = "spendweir.ledger.entry/v1".equals(entry.get("schema"))
                    && tenant.equals(entry.get("tenant_id"))
                    && chain.equals(entry.get("chain"))
                    && place.equals(LedgerAudit.sequence(entry))
                    && Canonical.hex(hash).equals(line.get("entry_hash"))
                    && Canonical.hex(head).equals(line.get("chain_hash"))
                    && (line.get("salt") == null
                            || LedgerAudit.payloadHash(line).equals(entry.get("payload_sha256")));
            if (!good) {
                throw Refusal.at("", "LEDGER_DAMAGED");
            }
            place = place.add(BigInteger.ONE);
        }
        return head;
    }

    private void file(String name, String text, int count) {
        texts.put(name, text);
        counts.put(name, count);
    }

    private String ledger() {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> line : window) {
            Map<String, Object> whole = Json.object("payload", null, "salt", null);
            whole.putAll(line);
            text.append(Canonical.text(whole)).append('\n');
        }
        return text.toString();
    }

    private static Object payloadMember(Map<String, Object> line, String name) {
        return line.get("payload") instanceof Map
                ? Json.asObject(line.get("payload")).get(name)
                : null;
    }

    private void lineage() {
        for (Map<String, Object> line : window) {
            if (payloadMember(line, "record") instanceof Map) {
                String policy = ExportTable.cell(
                        Json.asObject(payloadMember(line, "record")).get("policy_sha256"));
                if (policy != null) {
                    policies.merge(policy, 1, Integer::sum);
                }
                if (payloadMember(line, "snapshot") instanceof Map) {
                    Map<String, Object> snapshot = Json.asObject(payloadMember(line, "snapshot"));
                    contexts.merge(
                            Canonical.text(Json.object(
                                    "cost_history_sha256",
                                    ExportTable.cell(snapshot.get("cost_history")),
                                    "project_cost_history_sha256",
                                    ExportTable.cell(snapshot.get("project_cost_history")))),
                            1,
                            Integer::sum);
                }
            }
        }
    }

    private List<String> historyHashes() {
        Map<String, Boolean> hashes = new TreeMap<>();
        for (String context : contexts.keySet()) {
            for (Object hash : Json.asObject(JsonReader.read(context)).values()) {
                if (hash != null) {
                    hashes.put((String) hash, true);
                }
            }
        }
        return new ArrayList<>(hashes.keySet());
    }

    private void byHash(String name, String member, List<String> hashes, Map<String, Object> source) {
        StringBuilder text = new StringBuilder();
        for (String hash : hashes) {
            if (!source.containsKey(hash)) {
                throw Refusal.at("", "LEDGER_DAMAGED");
            }
            text.append(Canonical.text(Json.object("sha256", hash, member, source.get(hash))))
                    .append('\n');
        }
        file(name, text.toString(), hashes.size());
    }

    private void tables() {
        ExportTable decisions = ExportTable.decisions();
        ExportTable approvals = ExportTable.approvals();
        ExportTable reservations = ExportTable.reservations();
        for (Map<String, Object> line : window) {
            Map<String, Object> entry = Json.asObject(line.get("entry"));
            Map<String, Object> payload =
                    line.get("payload") instanceof Map ? Json.asObject(line.get("payload")) : Json.object();
            String type = String.valueOf(ExportTable.cell(entry.get("entry_type")));
            if (type.equals("decision")) {
                if (payload.get("record") instanceof Map) {
                    decisions.row(String.valueOf(decisions.size()), entry, payload);
                }
                if (payload.get("reservation_id") instanceof String made
                        && payload.get("reservation_status") instanceof String status) {
                    Map<String, Object> ofHold = new LinkedHashMap<>(entry);
                    ofHold.put("subject_id", made);
                    Map<String, Object> asHold = new LinkedHashMap<>(payload);
                    asHold.put("status", status);
                    reservations.row(made, ofHold, asHold);
                }
            } else if (type.startsWith("approval.")) {
                approvals.row(String.valueOf(ExportTable.cell(entry.get("approval_id"))), entry, payload);
            } else if (type.startsWith("reservation.")) {
                reservations.row(String.valueOf(ExportTable.cell(entry.get("subject_id"))), entry, payload);
            }
        }
        file("decisions.csv", decisions.text(), decisions.size());
        file("approvals.csv", approvals.text(), approvals.size());
        file("reservations.csv", reservations.text(), reservations.size());
    }

    private void sign(String tenant, Map<String, Object> manifest, byte[] seed) {
        List<Object> files = new ArrayList<>();
        texts.forEach((name, text) -> files.add(Json.object(
                "name",
                name,
                "bytes",
                JsonNumber.of(text.getBytes(StandardCharsets.UTF_8).length),
                "sha256",
                sha256(text),
                "records",
                JsonNumber.of(counts.get(name)))));
        List<Object> byPolicy = new ArrayList<>();
        policies.forEach(
                (hash, count) -> byPolicy.add(Json.object("policy_sha256", hash, "decisions", JsonNumber.of(count))));
        List<Object> byContext = new ArrayList<>();
        contexts.forEach((context, count) -> {
            Map<String, Object> item = Json.asObject(JsonReader.read(context));
            item.put("decisions", JsonNumber.of(count));
            byContext.add(item);
        });
        manifest.put("files", files);
        manifest.put("policy_lineage", byPolicy);
        manifest.put("context_lineage", byContext);
        String text = Canonical.text(manifest);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] id = Notes.id("spendweir/" + tenant + "/export", NaiveEd25519.publicKey(seed));
        texts.put("manifest.json", text);
        texts.put("manifest.sha256", sha256(text) + "  manifest.json\n");
        texts.put(
                "manifest.sig",
                Canonical.text(Json.object(
                        "alg",
                        "Ed25519",
                        "kid",
                        Canonical.hex(Arrays.copyOf(id, 4)),
                        "signature",
                        Base64.getEncoder().encodeToString(NaiveEd25519.sign(seed, bytes)))));
    }
}
