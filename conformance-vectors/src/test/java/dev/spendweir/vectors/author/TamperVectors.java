package dev.spendweir.vectors.author;

import static dev.spendweir.vectors.author.LineDraft.again;
import static dev.spendweir.vectors.author.LineDraft.governed;
import static dev.spendweir.vectors.author.LineDraft.root;
import static dev.spendweir.vectors.author.NoteDrafts.SEED;
import static dev.spendweir.vectors.author.NoteDrafts.key;
import static dev.spendweir.vectors.author.NoteDrafts.note;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Spec 3.3: chains that were tampered with. Hashes and notes are put together here from their definitions. */
final class TamperVectors extends LedgerDrafts {
    private static final String ORIGIN = "spendweir/acme/governance";

    TamperVectors(VectorFile file) {
        super(file);
    }

    static VectorFile tampering() {
        VectorFile file = new VectorFile("ledger", "tampering", "3.3");
        TamperVectors vectors = new TamperVectors(file);
        vectors.whole();
        vectors.broken();
        vectors.compared();
        vectors.malformed();
        return file;
    }

    private static Map<String, Object> checkpoint(List<LineDraft> lines, int size) {
        return Json.object(
                "size", Quoted.json("" + size), "note", note(ORIGIN, size, root(lines.subList(0, size)), SEED));
    }

    private static Map<String, Object> head(List<LineDraft> lines, int sequence) {
        return Json.object("sequence", Quoted.json("" + sequence), "chain_hash", lines.get(sequence - 1).chainHash);
    }

    private Draft audit(String slug, String title, List<LineDraft> lines, Object... more) {
        List<Object> json = new ArrayList<>();
        lines.forEach(line -> json.add(line.json()));
        Map<String, Object> input = Json.object("tenant_id", "acme", "chain", "governance", "lines", json);
        input.putAll(Json.object(more));
        return file.add("tamper_" + slug, "ledger.verify", title, input);
    }

    private static String[] bad(int sequence, String kind) {
        return new String[] {"failure.sequence=" + sequence, "failure.class='" + kind + "'"};
    }

    private static List<Object> keys() {
        return new ArrayList<>(List.of(key(ORIGIN, SEED)));
    }

    private static List<Object> list(Object... items) {
        return new ArrayList<>(Arrays.asList(items));
    }

    void whole() {
        List<LineDraft> good = governed(3);
        audit("none", "A whole chain", good, "head", head(good, 3))
                .want("failure=null", "entries=3", "erased=0", "head.chain_hash='" + good.get(2).chainHash + "'")
                .p0();
        audit("empty", "No entries, and nothing that speaks of any", List.of()).want("failure=null", "entries=0");
        List<LineDraft> erased = governed(3);
        erased.get(1).payload = null;
        erased.get(1).salt = null;
        audit("erased", "An erased payload is erased, not tampered", erased)
                .want("failure=null", "erased=1")
                .p0();
        audit(
                        "checked",
                        "A chain that agrees with stored and trusted checkpoints",
                        governed(5),
                        "head",
                        head(governed(5), 5),
                        "checkpoints",
                        list(checkpoint(governed(5), 2), checkpoint(governed(5), 4)),
                        "trusted",
                        list(Json.at(checkpoint(governed(5), 2), "note")),
                        "keys",
                        keys())
                .want("failure=null", "entries=5")
                .p0();
    }

    void broken() {
        List<LineDraft> field = governed(3);
        field.get(1).entry.put("actor_id", "eve");
        audit("field", "A field that was changed", field)
                .want(bad(2, "entry"))
                .want("entries=1")
                .p0();
        List<LineDraft> payload = governed(3);
        payload.get(1).payload = "{\"n\":9}";
        audit("payload", "A payload that was changed", payload)
                .want(bad(2, "payload"))
                .p0();
        List<LineDraft> salt = governed(3);
        salt.get(0).salt = "ff".repeat(16);
        audit("salt", "A salt that was changed", salt).want(bad(1, "payload"));
        List<LineDraft> moved = governed(4);
        moved.add(1, moved.remove(2));
        audit("reorder", "Two entries change places: the first of them is missing where it belongs", moved)
                .want(bad(2, "gap"));
        List<LineDraft> middle = governed(4);
        middle.remove(1);
        audit("delete_middle", "An entry in the middle is gone", middle)
                .want(bad(2, "gap"))
                .p0();
        List<LineDraft> fork = governed(3);
        fork.add(fork.get(2));
        audit("fork", "A second entry claims a place", fork)
                .want(bad(3, "fork"))
                .p0();
        List<LineDraft> link = governed(3);
        link.get(1).chainHash = "11".repeat(32);
        audit("link", "A chain hash that does not follow", link)
                .want(bad(2, "link"))
                .p0();
        List<LineDraft> hash = governed(3);
        hash.get(1).entryHash = "11".repeat(32);
        audit("hash", "An entry hash that is not the entry's", hash).want(bad(2, "entry"));
        List<LineDraft> other = governed(3);
        other.get(1).entry.put("tenant_id", "other");
        audit("other_tenant", "Another tenant's entry, with all hashes right", again(other))
                .want(bad(2, "entry"))
                .p0();
        List<LineDraft> chain = governed(3);
        chain.get(2).entry.put("chain", "decisions");
        audit("other_chain", "An entry of the other chain", again(chain)).want(bad(3, "entry"));
        List<LineDraft> schema = governed(2);
        schema.get(0).entry.put("schema", "spendweir.ledger.entry/v2");
        audit("schema", "An entry of another schema", again(schema)).want(bad(1, "entry"));
        List<LineDraft> zero = governed(2);
        zero.get(0).entry.put("sequence", Quoted.json("0"));
        audit("sequence_zero", "A sequence counts from 1", again(zero)).want(bad(1, "entry"));
        audit("head_behind", "The recorded head is not the last entry", governed(3), "head", head(governed(3), 2))
                .want(bad(3, "head"))
                .p0();
        Map<String, Object> wrong = head(governed(3), 3);
        wrong.put("chain_hash", "11".repeat(32));
        audit("head_hash", "The recorded head has another hash", governed(3), "head", wrong)
                .want(bad(3, "head"));
        audit(
                        "head_beyond",
                        "A tail that is gone, and a head that still speaks of it",
                        governed(2),
                        "head",
                        head(governed(3), 3))
                .want(bad(2, "head"));
    }

    void compared() {
        List<LineDraft> good = governed(5);
        Object trusted = Json.at(checkpoint(good, 4), "note");
        audit(
                        "cut",
                        "A cut tail shows by a stored checkpoint",
                        good.subList(0, 3),
                        "checkpoints",
                        list(checkpoint(good, 4)),
                        "keys",
                        keys())
                .want(bad(3, "cut_tail"))
                .p0();
        audit(
                        "cut_trusted",
                        "and by one that was kept",
                        good.subList(0, 3),
                        "head",
                        head(good, 3),
                        "trusted",
                        list(trusted),
                        "keys",
                        keys())
                .want(bad(3, "cut_tail"))
                .p0();
        audit("cut_unseen", "and by nothing else", good.subList(0, 3), "head", head(good, 3))
                .want("failure=null");
        audit("deleted", "All entries are gone", List.of(), "trusted", list(trusted), "keys", keys())
                .want(bad(0, "deleted_chain"))
                .p0();
        audit(
                        "deleted_stored",
                        "All entries are gone, a stored checkpoint is left",
                        List.of(),
                        "checkpoints",
                        list(checkpoint(good, 4)),
                        "keys",
                        keys())
                .want(bad(0, "deleted_chain"));
        audit(
                        "rolled_back",
                        "The newest stored checkpoint is older than a kept one",
                        good,
                        "head",
                        head(good, 5),
                        "checkpoints",
                        list(checkpoint(good, 2)),
                        "trusted",
                        list(trusted),
                        "keys",
                        keys())
                .want(bad(5, "rollback"))
                .p0();
        List<LineDraft> rewritten = governed(5);
        rewritten.get(1).entry.put("actor_id", "eve");
        again(rewritten);
        audit(
                        "rewritten",
                        "Written anew with all hashes: another tree than was signed",
                        rewritten,
                        "trusted",
                        list(trusted),
                        "keys",
                        keys())
                .want(bad(4, "split_view"))
                .p0();
        audit(
                        "rewritten_stored",
                        "The same by a stored checkpoint",
                        rewritten,
                        "checkpoints",
                        list(checkpoint(good, 2)),
                        "keys",
                        keys())
                .want(bad(2, "split_view"));
        audit("rewritten_unseen", "A chain alone cannot show it", rewritten, "head", head(rewritten, 5))
                .want("failure=null");
        Map<String, Object> swapped = checkpoint(good, 2);
        swapped.put("note", Json.at(checkpoint(good, 4), "note"));
        audit("swapped", "A checkpoint kept under another size", good, "checkpoints", list(swapped), "keys", keys())
                .want(bad(2, "checkpoint_signature"))
                .p0();
        audit(
                        "twice",
                        "Two checkpoints of one size",
                        good,
                        "checkpoints",
                        list(checkpoint(good, 2), checkpoint(good, 2)),
                        "keys",
                        keys())
                .want(bad(2, "checkpoint_signature"));
        audit("unknown_key", "A stored checkpoint of an unknown key", good, "checkpoints", list(checkpoint(good, 2)))
                .want(bad(2, "unknown_key"))
                .p0();
        audit("not_trusted", "A kept checkpoint that cannot be believed", good, "trusted", list(trusted))
                .fails("CHECKPOINT_NOT_TRUSTED /trusted/0");
        audit("first_wins", "The first bad place is named", broken(good), "trusted", list(trusted), "keys", keys())
                .want(bad(3, "payload"));
    }

    private static List<LineDraft> broken(List<LineDraft> good) {
        List<LineDraft> lines = governed(good.size());
        lines.get(2).payload = "{}";
        return lines;
    }

    void malformed() {
        add("tamper_no_lines", "ledger.verify", "The lines are missing", "{'tenant_id':'a','chain':'decisions'}")
                .fails("INVALID_FIELD /lines");
        add("tamper_bad_chain", "ledger.verify", "There are two chains", "{'tenant_id':'a','chain':'money','lines':[]}")
                .fails("INVALID_FIELD /chain");
        add(
                        "tamper_bad_line",
                        "ledger.verify",
                        "The first bad line only is reported",
                        "{'tenant_id':'a','chain':'decisions','lines':[{},1]}")
                .fails("INVALID_FIELD /lines/0");
        LineDraft half = governed(1).get(0);
        half.salt = null;
        audit("half_erased", "Payload and salt go together", List.of(half)).fails("INVALID_FIELD /lines/0");
        add(
                        "tamper_size_zero",
                        "ledger.verify",
                        "Nothing is sealed at 0",
                        "{'tenant_id':'a','chain':'decisions','lines':[],'checkpoints':[{'size':0,'note':''}]}")
                .fails("INVALID_FIELD /checkpoints/0");
    }
}
