package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.NaiveEd25519;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of an export being made, from the definitions of spec 3.4. Each can be changed afterwards; {@link #seal} then makes
 * manifest and signature anew, as somebody would do who has the key and does not tell the truth.
 */
final class Bundle {
    /** The files and what each counts, in the order of an export. */
    final Map<String, String> files = new LinkedHashMap<>();

    private final Map<String, Integer> records = new LinkedHashMap<>();
    final Map<String, Object> manifest = new TreeMap<>();
    final Map<String, Object> proofs = new TreeMap<>();
    private final String tenant;
    private byte[] seed = NoteDrafts.SEED;

    private Bundle(String tenant) {
        this.tenant = tenant;
    }

    /** A window of these lines, both ends inclusive and from 1; the checkpoint is that of all lines. */
    static Bundle of(String chain, List<LineDraft> lines, int from, int to) {
        Bundle bundle = new Bundle("acme");
        bundle.put("decisions.csv", Csv.DECISIONS, 0);
        bundle.put("approvals.csv", Csv.APPROVALS, 0);
        bundle.put("reservations.csv", Csv.RESERVATIONS, 0);
        StringBuilder text = new StringBuilder();
        lines.subList(from - 1, to).forEach(line -> text.append(line.text()));
        bundle.put("ledger.jsonl", text.toString(), to - from + 1);
        bundle.put("policies.jsonl", "", 0);
        bundle.put("histories.jsonl", "", 0);
        String origin = "spendweir/acme/" + chain;
        bundle.put("checkpoint.txt", NoteDrafts.note(origin, lines.size(), LineDraft.root(lines), NoteDrafts.SEED), 1);
        bundle.proofs.put(
                "before",
                new TreeMap<>(Json.object(
                        "chain_hash", LineDraft.before(lines, from - 1),
                        "peaks", from == 1 ? new ArrayList<>() : LineDraft.peaks(lines.subList(0, from - 1)),
                        "sequence", number(from - 1))));
        bundle.proofs.put("consistency", LineDraft.consistency(to, lines));
        bundle.proofs.put("first_inclusion", LineDraft.inclusion(from - 1, lines));
        bundle.proofs.put("last_inclusion", LineDraft.inclusion(to - 1, lines));
        bundle.put("proofs.json", "", 1);
        bundle.manifest.putAll(Json.object(
                "schema",
                "spendweir.export/v1",
                "tenant_id",
                "acme",
                "chain",
                chain,
                "from_sequence",
                number(from),
                "to_sequence",
                number(to),
                "chain_hash_before",
                LineDraft.before(lines, from - 1),
                "chain_hash",
                lines.get(to - 1).chainHash,
                "checkpoint_size",
                number(lines.size()),
                "acknowledged",
                new ArrayList<>(),
                "policy_lineage",
                new ArrayList<>(),
                "context_lineage",
                new ArrayList<>()));
        return bundle.seal();
    }

    static Object number(long value) {
        return Quoted.json(Long.toString(value));
    }

    /** Headers of the tables. */
    static final class Csv {
        static final String DECISIONS = "sequence,decision_id,decided_at,source,project_id,environment,action,"
                + "resource_reference,estimated_monthly_delta,requester_id,submitter_id,outcome,base_outcome,reason_codes,"
                + "mode,policy_version,policy_sha256,decision_sha256\r\n";
        static final String APPROVALS =
                "approval_id,status,last_entry_type,last_sequence,last_event_time,last_actor_id\r\n";
        static final String RESERVATIONS = "reservation_id,status,last_entry_type,last_sequence,last_event_time,"
                + "decision_id,reason,actual,drift,overrun\r\n";

        private Csv() {}
    }

    /** A file's text and what it counts. */
    Bundle put(String name, String text, int count) {
        files.put(name, text);
        records.put(name, count);
        return this;
    }

    Bundle change(String name, String from, String to) {
        if (!files.get(name).contains(from)) {
            throw new IllegalStateException(name + " does not contain " + from);
        }
        files.put(name, files.get(name).replace(from, to));
        return this;
    }

    Bundle without(String name) {
        files.remove(name);
        records.remove(name);
        return this;
    }

    Bundle signedBy(byte[] other) {
        seed = other;
        return this;
    }

    /** Proofs, manifest, its hash and signature, from what the files are now. */
    Bundle seal() {
        if (files.containsKey("proofs.json")) {
            files.put("proofs.json", Json.write(proofs));
        }
        return sign();
    }

    /** As {@link #seal}, with proofs.json as it was put. */
    Bundle sign() {
        List<Object> listed = new ArrayList<>();
        records.forEach((name, count) -> {
            byte[] bytes = files.get(name).getBytes(StandardCharsets.UTF_8);
            listed.add(new TreeMap<>(Json.object(
                    "name",
                    name,
                    "bytes",
                    number(bytes.length),
                    "sha256",
                    Hashes.sha256(bytes),
                    "records",
                    number(count))));
        });
        manifest.put("files", listed);
        return signed(Json.write(manifest));
    }

    /** The signature over any text in the place of the manifest. */
    Bundle signed(String text) {
        String key = "spendweir/" + tenant + "/export";
        byte[] point = NaiveEd25519.publicKey(seed);
        byte[] signature = NaiveEd25519.sign(seed, text.getBytes(StandardCharsets.UTF_8));
        files.put("manifest.json", text);
        files.put("manifest.sha256", Hashes.sha256(text) + "  manifest.json\n");
        files.put(
                "manifest.sig",
                "{\"alg\":\"Ed25519\",\"kid\":\"" + Hashes.hex(NoteDrafts.id(key, point)) + "\",\"signature\":\""
                        + NoteDrafts.base64(signature) + "\"}");
        return this;
    }

    String manifestSha256() {
        return Hashes.sha256(files.get("manifest.json"));
    }

    /** As it travels: [{name, text}]. */
    List<Object> json() {
        List<Object> list = new ArrayList<>();
        files.forEach((name, text) -> list.add(Json.object("name", name, "text", text)));
        return list;
    }
}
