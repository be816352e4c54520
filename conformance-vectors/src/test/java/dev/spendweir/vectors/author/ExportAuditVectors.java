package dev.spendweir.vectors.author;

import static dev.spendweir.vectors.author.NoteDrafts.SEED;
import static dev.spendweir.vectors.author.NoteDrafts.STRANGER;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Spec 3.4: exports verified with nothing but their files and public keys. What is damaged and signed all the same stands for a
 * signer who does not tell the truth; what is changed after signing must not count at all.
 */
final class ExportAuditVectors {
    private static final String ORIGIN = "spendweir/acme/governance";

    private final VectorFile file;

    private ExportAuditVectors(VectorFile file) {
        this.file = file;
    }

    static VectorFile verifying() {
        VectorFile file = new VectorFile("export", "verifying", "3.4, 3.3");
        ExportAuditVectors vectors = new ExportAuditVectors(file);
        vectors.good();
        vectors.trusted();
        vectors.acknowledged();
        vectors.broken();
        vectors.untied();
        vectors.unsigned();
        vectors.unlisted();
        vectors.malformed();
        return file;
    }

    private static List<Object> keys() {
        return new ArrayList<>(List.of(NoteDrafts.key(ORIGIN, SEED), NoteDrafts.key("spendweir/acme/export", SEED)));
    }

    private static Bundle window(int from, int to) {
        return Bundle.of("governance", LineDraft.governed(7), from, to);
    }

    private Draft verify(String slug, String title, Bundle bundle, Object... more) {
        Map<String, Object> input = Json.object("files", bundle.json(), "keys", keys());
        input.putAll(Json.object(more));
        return file.add("verify_" + slug, "export.verify", title, input);
    }

    private Draft fails(String slug, String title, int sequence, String kind, Bundle bundle, Object... more) {
        return verify(slug, title, bundle, more)
                .want("failure={'sequence':" + sequence + ",'class':'" + kind + "'}", "not_excluded=[]");
    }

    private Draft invalid(String slug, String title, Bundle bundle) {
        return verify(slug, title, bundle).fails("EXPORT_INVALID ");
    }

    private static String note(List<LineDraft> lines, int size) {
        return NoteDrafts.note(ORIGIN, size, LineDraft.root(lines.subList(0, size)), SEED);
    }

    void good() {
        List<LineDraft> lines = LineDraft.governed(7);
        verify("whole", "A whole chain", window(1, 7))
                .want(
                        "failure=null",
                        "entries=7",
                        "erased=0",
                        "acknowledged=0",
                        "head={'sequence':7,'chain_hash':'" + lines.get(6).chainHash + "'}",
                        "checkpoint={'size':7,'root_hash':'" + LineDraft.root(lines) + "'}",
                        "not_excluded=[{'class':'cut_tail','from':1,'to':null},{'class':'rollback','from':1,'to':null},"
                                + "{'class':'split_view','from':1,'to':null}]")
                .p0();
        verify("middle", "A window in the middle: what is before it was not read", window(4, 5))
                .want(
                        "failure=null",
                        "entries=2",
                        "head.sequence=5",
                        "not_excluded.#=8",
                        "not_excluded.0={'class':'gap','from':1,'to':3}",
                        "not_excluded.4={'class':'link','from':1,'to':3}")
                .p0();
        verify("one", "A window of one entry", window(6, 6)).want("failure=null", "entries=1", "head.sequence=6");
        List<LineDraft> erased = LineDraft.governed(3);
        erased.get(1).erased();
        verify("erased", "An erased payload is erased, not tampered", Bundle.of("governance", erased, 1, 3))
                .want("failure=null", "entries=3", "erased=1")
                .p0();
        Bundle spelled = window(1, 2);
        spelled.change("ledger.jsonl", "{\"chain_hash\"", "{ \"chain_hash\"");
        verify("spelling", "Lines are hashed in canonical form, whatever their spelling", spelled.seal())
                .want("failure=null", "entries=2");
        Bundle more = window(1, 2).put("more.txt", "hello", 1);
        verify("more", "A further file that the manifest vouches for", more.seal())
                .want("failure=null", "entries=2");
    }

    void trusted() {
        List<LineDraft> lines = LineDraft.governed(7);
        verify(
                        "kept_same",
                        "A kept checkpoint of the export's size excludes what it can",
                        window(1, 7),
                        "trusted",
                        note(lines, 7))
                .want("failure=null", "not_excluded.0={'class':'cut_tail','from':8,'to':null}", "not_excluded.#=3")
                .p0();
        verify("kept_inside", "One inside the window is compared where it is", window(1, 7), "trusted", note(lines, 4))
                .want("failure=null", "not_excluded.0={'class':'cut_tail','from':5,'to':null}");
        verify("kept_before", "One before the window cannot be compared", window(4, 7), "trusted", note(lines, 2))
                .want("failure=null", "not_excluded.5={'class':'cut_tail','from':1,'to':null}");
        verify(
                        "kept_start",
                        "One of the size before the window is compared with the tree there",
                        window(4, 5),
                        "trusted",
                        note(lines, 3))
                .want("failure=null", "not_excluded.5={'class':'cut_tail','from':4,'to':null}");
        verify(
                        "kept_between",
                        "One between the window and its checkpoint cannot be compared",
                        window(1, 5),
                        "trusted",
                        note(lines, 6))
                .want("failure=null", "not_excluded.0={'class':'cut_tail','from':1,'to':null}");
        fails(
                        "kept_beyond",
                        "One beyond the export's checkpoint: entries are not shown",
                        5,
                        "cut_tail",
                        Bundle.of("governance", LineDraft.governed(5), 1, 5),
                        "trusted",
                        note(lines, 7))
                .p0();
        List<LineDraft> other = LineDraft.governed(7);
        other.get(1).with("actor_id", "eve");
        LineDraft.again(other);
        fails(
                        "rewritten_same",
                        "Written anew, with a checkpoint of its own: another root than the kept one's",
                        7,
                        "split_view",
                        Bundle.of("governance", other, 1, 7),
                        "trusted",
                        note(lines, 7))
                .p0();
        fails(
                "rewritten_inside",
                "The same by a kept checkpoint inside the window",
                4,
                "split_view",
                Bundle.of("governance", other, 1, 7),
                "trusted",
                note(lines, 4));
        verify(
                        "not_trusted",
                        "A kept checkpoint that cannot be believed",
                        window(1, 7),
                        "trusted",
                        NoteDrafts.note(ORIGIN, 7, LineDraft.root(lines), STRANGER))
                .fails("CHECKPOINT_NOT_TRUSTED /trusted");
    }

    private static Map<String, Object> closing(List<LineDraft> lines, int anchor, String kind, int place) {
        return new TreeMap<>(Json.object(
                "entry_id",
                "q-1",
                "closed_at",
                "2026-03-11T12:00:00.000Z",
                "requested_by",
                "olga",
                "approved_by",
                "omar",
                "defects",
                new ArrayList<>(List.of(new TreeMap<>(Json.object(
                        "class", kind, "from", Bundle.number(place), "to", Bundle.number(place), "detail", "drill")))),
                "anchor",
                new TreeMap<>(Json.object(
                        "sequence",
                        Bundle.number(anchor),
                        "chain_hash",
                        LineDraft.before(lines, anchor),
                        "peaks",
                        LineDraft.peaks(lines.subList(0, anchor))))));
    }

    private static Bundle acknowledging(List<LineDraft> lines, Map<String, Object> closing) {
        Bundle bundle = Bundle.of("governance", lines, 1, 5);
        bundle.manifest.put("acknowledged", new ArrayList<>(List.of(closing)));
        return bundle.seal();
    }

    void acknowledged() {
        List<LineDraft> payload = LineDraft.governed(5);
        payload.get(1).payload = "{\"n\":9}";
        verify(
                        "known_payload",
                        "A damaged payload that two people took note of",
                        acknowledging(payload, closing(payload, 4, "payload", 2)))
                .want("failure=null", "entries=5", "acknowledged=1")
                .p0();
        fails(
                        "known_other",
                        "Another place than was taken note of",
                        2,
                        "payload",
                        acknowledging(payload, closing(payload, 4, "payload", 3)))
                .want("acknowledged=1")
                .p0();
        fails(
                "known_class",
                "Another class than was taken note of",
                2,
                "payload",
                acknowledging(payload, closing(payload, 4, "entry", 2)));
        List<LineDraft> field = LineDraft.governed(5);
        field.get(1).with("actor_id", "eve");
        verify(
                        "known_entry",
                        "A damaged entry that two people took note of",
                        acknowledging(field, closing(field, 4, "entry", 2)))
                .want("failure=null", "entries=5", "acknowledged=1");
        verify(
                        "known_beyond",
                        "The chain may go on from after the window",
                        acknowledging(payload, closing(LineDraft.governed(6), 6, "payload", 2)))
                .want("failure=null", "acknowledged=1");
        Map<String, Object> unknown = closing(payload, 4, "other", 2);
        invalid("known_unknown", "A class of damage that nobody knows", acknowledging(payload, unknown));
        Map<String, Object> peaks = closing(payload, 4, "payload", 2);
        Json.asObject(peaks.get("anchor")).put("peaks", new ArrayList<>());
        invalid("known_peaks", "An anchor whose tree does not fit its size", acknowledging(payload, peaks));
    }

    private Bundle changed(Consumer<List<LineDraft>> change) {
        List<LineDraft> lines = LineDraft.governed(5);
        change.accept(lines);
        return Bundle.of("governance", lines, 2, 4);
    }

    /** Signed all the same: what the lines show by themselves. */
    void broken() {
        fails(
                        "field",
                        "A field that was changed",
                        3,
                        "entry",
                        changed(lines -> lines.get(2).with("actor_id", "eve")))
                .p0();
        fails(
                        "payload",
                        "A payload that was changed",
                        2,
                        "payload",
                        changed(lines -> lines.get(1).payload = "{\"n\":9}"))
                .p0();
        fails("salt", "A salt that was changed", 2, "payload", changed(lines -> lines.get(1).salt = "ff".repeat(16)));
        fails(
                        "link",
                        "A chain hash that does not follow",
                        3,
                        "link",
                        changed(lines -> lines.get(2).chainHash = "11".repeat(32)))
                .p0();
        fails(
                "hash",
                "An entry hash that is not the entry's",
                3,
                "entry",
                changed(lines -> lines.get(2).entryHash = "11".repeat(32)));
        fails("tenant", "Another tenant's entry, all hashes right", 3, "entry", changed(lines -> {
            lines.get(2).with("tenant_id", "other");
            LineDraft.again(lines);
        }));
        fails("place", "A later place than the next, all hashes right", 3, "gap", changed(lines -> {
            lines.get(2).with("sequence", Bundle.number(9));
            LineDraft.again(lines);
        }));
        fails("fork", "A place that is taken, all hashes right", 2, "fork", changed(lines -> {
                    lines.get(2).with("sequence", Bundle.number(2));
                    LineDraft.again(lines);
                }))
                .p0();
        Bundle middle = window(1, 4);
        List<LineDraft> lines = LineDraft.governed(7);
        middle.change("ledger.jsonl", lines.get(1).text(), "");
        fails("gone_middle", "A line in the middle is gone", 2, "gap", middle.seal())
                .p0();
        Bundle last = window(1, 4);
        last.change("ledger.jsonl", lines.get(3).text(), "");
        fails("gone_last", "The last line is gone", 3, "gap", last.seal());
        Bundle twice = window(1, 4);
        twice.put("ledger.jsonl", twice.files.get("ledger.jsonl") + lines.get(3).text(), 4);
        fails("twice", "A line is there twice", 4, "fork", twice.seal());
        Bundle more = window(1, 4);
        more.put("ledger.jsonl", more.files.get("ledger.jsonl") + lines.get(4).text(), 4);
        fails("too_many", "A line more than the manifest says", 5, "gap", more.seal());
        Bundle head = window(1, 4);
        head.manifest.put("chain_hash", "11".repeat(32));
        fails("head", "The manifest says another last chain hash", 4, "head", head.seal())
                .p0();
    }

    /** Signed all the same: what ties the lines to the checkpoint. */
    void untied() {
        List<LineDraft> lines = LineDraft.governed(7);
        Bundle note = window(1, 5);
        note.change("checkpoint.txt", "\n7\n", "\n8\n");
        fails("checkpoint", "A checkpoint that its key did not sign", 5, "checkpoint_signature", note.seal())
                .p0();
        Bundle other = window(1, 5);
        other.put("checkpoint.txt", NoteDrafts.note("spendweir/acme/decisions", 7, LineDraft.root(lines), SEED), 1);
        fails("other_chain", "A checkpoint of the other chain", 5, "checkpoint_signature", other.seal());
        Bundle stranger = window(1, 5);
        stranger.put("checkpoint.txt", NoteDrafts.note(ORIGIN, 7, LineDraft.root(lines), STRANGER), 1);
        fails("stranger", "A checkpoint of an unknown key", 5, "unknown_key", stranger.seal())
                .p0();
        Bundle small = window(1, 5);
        small.put("checkpoint.txt", note(lines, 4), 1);
        fails("small", "A checkpoint that does not reach the window's end", 5, "split_view", small.seal());
        List<LineDraft> anew = LineDraft.governed(7);
        anew.get(1).with("actor_id", "eve");
        Bundle rewritten = Bundle.of("governance", LineDraft.again(anew), 1, 5);
        rewritten.put("checkpoint.txt", note(lines, 7), 1);
        fails("rewritten", "Entries written anew, the checkpoint of the true ones", 5, "split_view", rewritten.seal())
                .p0();
        for (String proof : List.of("first_inclusion", "last_inclusion", "consistency")) {
            Bundle wrong = window(2, 5);
            Json.asList(wrong.proofs.get(proof)).set(0, "11".repeat(32));
            fails("proof_" + proof, "A proof that does not hold: " + proof, 5, "split_view", wrong.seal());
        }
        Bundle peaks = window(4, 5);
        Json.asList(Json.at(peaks.proofs, "before", "peaks")).set(0, "11".repeat(32));
        fails("peaks", "Another tree before the window", 5, "split_view", peaks.seal());
    }

    /** Nobody whose key is known vouches for it. */
    void unsigned() {
        Bundle changed = window(1, 3);
        changed.change("ledger.jsonl", "{\"n\":2}", "{\"n\":3}");
        invalid("changed", "A file that was changed after signing", changed).p0();
        Bundle manifest = window(1, 3);
        manifest.change("manifest.json", "\"to_sequence\":3", "\"to_sequence\":2");
        invalid("manifest", "A manifest that was changed after signing", manifest)
                .p0();
        Bundle hash = window(1, 3);
        String text = hash.files.get("manifest.json").replace("\"to_sequence\":3", "\"to_sequence\":2");
        hash.files.put("manifest.json", text);
        hash.files.put("manifest.sha256", Hashes.sha256(text) + "  manifest.json\n");
        invalid("rehashed", "and its hash with it", hash).p0();
        invalid(
                        "stranger_manifest",
                        "Signed by a key that is not known",
                        window(1, 3).signedBy(STRANGER).seal())
                .p0();
        verify("no_keys", "No key is known", window(1, 3), "keys", new ArrayList<>())
                .fails("EXPORT_INVALID ");
        verify(
                        "checkpoint_key",
                        "The key of checkpoints is not the key of exports",
                        window(1, 3),
                        "keys",
                        new ArrayList<>(List.of(NoteDrafts.key(ORIGIN, SEED))))
                .fails("EXPORT_INVALID ");
        invalid(
                "sha256",
                "A hash of the manifest that has no line end",
                window(1, 3).change("manifest.sha256", "json\n", "json"));
        invalid(
                "base64",
                "A signature that is no base64",
                window(1, 3).change("manifest.sig", "\"signature\":\"", "\"signature\":\"!"));
        invalid("no_kid", "A signature without a kid", window(1, 3).change("manifest.sig", "\"kid\"", "\"key\""));
        for (String name : List.of("manifest.json", "manifest.sha256", "manifest.sig")) {
            invalid(
                    "without_" + name.replace('.', '_'),
                    "Without " + name,
                    window(1, 3).without(name));
        }
        invalid("schema", "A manifest of another schema", remade("schema", "spendweir.export/v2"));
        invalid("no_chain", "A manifest of a chain that nobody knows", remade("chain", "money"));
        invalid("no_json", "A manifest that is no JSON", window(1, 3).signed("hello"));
        invalid("array", "A manifest that is no object", window(1, 3).signed("[]"));
    }

    private static Bundle remade(String member, Object value) {
        Bundle bundle = window(1, 3);
        bundle.manifest.put(member, value);
        return bundle.seal();
    }

    private static Bundle listing(Consumer<List<Object>> change) {
        Bundle bundle = window(1, 3);
        List<Object> listed = Json.asList(Quoted.copy(bundle.manifest.get("files")));
        change.accept(listed);
        bundle.manifest.put("files", listed);
        return bundle.signed(Json.write(bundle.manifest));
    }

    /** Signed, and not what an export is. */
    void unlisted() {
        Bundle more = window(1, 3);
        more.files.put("more.txt", "hello");
        invalid("unlisted", "A file that the manifest does not list", more).p0();
        Bundle less = window(1, 3);
        less.files.remove("policies.jsonl");
        invalid("missing", "A file that the manifest lists is missing", less).p0();
        Bundle twice = listing(listed -> listed.set(4, listed.get(5)));
        invalid("listed_twice", "A file listed twice leaves another one unvouched for", twice);
        for (String name : List.of("ledger.jsonl", "checkpoint.txt", "proofs.json")) {
            invalid(
                    "needs_" + name.replace('.', '_'),
                    "Every export has " + name,
                    window(1, 3).without(name).seal());
        }
        invalid(
                "bytes",
                "A length that is not the file's",
                listing(listed -> Json.asObject(listed.get(3)).put("bytes", Bundle.number(7))));
        invalid(
                "records",
                "A count that is not the window's",
                listing(listed -> Json.asObject(listed.get(3)).put("records", Bundle.number(7))));
        invalid(
                "window",
                "A first entry that is not the one after the proofs'",
                remade("from_sequence", Bundle.number(2)));
        invalid(
                "before",
                "A chain hash before it that is not the proofs'",
                remade("chain_hash_before", "11".repeat(32)));
        invalid("no_acknowledged", "No list of what was acknowledged", remade("acknowledged", null));
        Bundle hex = window(1, 3);
        hex.proofs.put("consistency", new ArrayList<>(List.of("11")));
        invalid("short_hash", "A proof of hashes that are none", hex.seal());
        Bundle peaks = window(2, 3);
        Json.asList(Json.at(peaks.proofs, "before", "peaks")).clear();
        invalid("no_peaks", "Peaks that do not fit the size", peaks.seal());
        Bundle line = window(1, 3);
        line.put("ledger.jsonl", line.files.get("ledger.jsonl").replaceFirst("\"salt\"", "\"pepper\""), 3);
        invalid("line", "A line that is no ledger line", line.seal());
        Bundle cut = window(1, 3);
        String text = cut.files.get("ledger.jsonl");
        cut.put("ledger.jsonl", text.substring(0, text.length() - 1), 3);
        invalid("cut", "A last line without its end", cut.seal());
    }

    void malformed() {
        Map<String, Object> none = Json.object("keys", keys());
        file.add("verify_no_files", "export.verify", "The files are missing", none)
                .fails("INVALID_FIELD /files");
        Map<String, Object> name = Json.object("files", new ArrayList<>(List.of(Json.object("name", "x"))));
        file.add("verify_no_text", "export.verify", "A file without text", name).fails("INVALID_FIELD /files/0");
        Map<String, Object> same = Json.object("text", "", "name", "x");
        file.add(
                        "verify_same_name",
                        "export.verify",
                        "Two files of one name",
                        Json.object("files", new ArrayList<>(List.of(same, same))))
                .fails("INVALID_FIELD /files/1");
        verify("bad_key", "A key that is none", window(1, 2), "keys", new ArrayList<>(List.of("x")))
                .fails("INVALID_FIELD /keys/0");
        verify("bad_note", "A kept checkpoint is a string", window(1, 2), "trusted", Bundle.number(1))
                .fails("INVALID_FIELD /trusted");
    }
}
