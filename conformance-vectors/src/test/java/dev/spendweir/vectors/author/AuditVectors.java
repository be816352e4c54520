package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.NaiveEd25519;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spec 3.3: checkpoints, and chains that were tampered with. Hashes and notes are put together here from their definitions. */
final class AuditVectors extends LedgerDrafts {
    private static final String ORIGIN = "spendweir/acme/governance";
    private static final byte[] SEED = new byte[32];
    private static final byte[] STRANGER = Hashes.bytes("01".repeat(32));
    private static final String SALT = "000102030405060708090a0b0c0d0e0f";
    private static final String EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    AuditVectors(VectorFile file) {
        super(file);
    }

    static VectorFile checkpoints() {
        VectorFile file = new VectorFile("ledger", "checkpoints", "3.3");
        AuditVectors vectors = new AuditVectors(file);
        vectors.signing();
        vectors.verifying();
        return file;
    }

    static VectorFile tampering() {
        VectorFile file = new VectorFile("ledger", "tampering", "3.3");
        AuditVectors vectors = new AuditVectors(file);
        vectors.whole();
        vectors.broken();
        vectors.compared();
        vectors.malformed();
        return file;
    }

    private static byte[] id(String name, byte[] key) {
        return Arrays.copyOf(Hashes.bytes(Hashes.sha256(name + "\n", new byte[] {1}, key)), 4);
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String key(String name, byte[] seed) {
        byte[] key = NaiveEd25519.publicKey(seed);
        return name + "+" + Hashes.hex(id(name, key)) + "+" + base64(concat(new byte[] {1}, key));
    }

    static String note(String origin, long size, String root, byte[] seed) {
        return sign(origin + "\n" + size + "\n" + base64(Hashes.bytes(root)) + "\n", origin, seed);
    }

    private static String sign(String body, String name, byte[] seed) {
        byte[] signature = NaiveEd25519.sign(seed, body.getBytes(StandardCharsets.UTF_8));
        return body + "\n\u2014 " + name + " " + base64(concat(id(name, NaiveEd25519.publicKey(seed)), signature))
                + "\n";
    }

    private Draft signing(String slug, String title, String tenant, String size, String root) {
        return file.add(
                "sign_" + slug,
                "checkpoint.sign",
                title,
                Json.object(
                        "tenant_id",
                        tenant,
                        "chain",
                        "governance",
                        "size",
                        Quoted.json(size),
                        "root",
                        root,
                        "seed",
                        "00".repeat(32)));
    }

    void signing() {
        String root = "ab".repeat(32);
        signing("one", "A checkpoint is three lines and a signature under the origin's name", "acme", "1", root)
                .want("note=" + Json.write(note(ORIGIN, 1, root, SEED)), "key='" + key(ORIGIN, SEED) + "'")
                .p0();
        signing("empty", "A tree without leaves has the hash of nothing", "acme", "0", EMPTY_ROOT)
                .want("note=" + Json.write(note(ORIGIN, 0, EMPTY_ROOT, SEED)));
        signing("large", "A size of 15 digits", "acme", "123456789012345", root)
                .want("note=" + Json.write(note(ORIGIN, 123456789012345L, root, SEED)));
        signing("other_tenant", "Another tenant's key has another name and id", "umbrella.co", "7", root)
                .want("key='" + key("spendweir/umbrella.co/governance", SEED) + "'")
                .p0();
        signing("empty_root", "Size 0 with the root of something", "acme", "0", root)
                .fails("INVALID_FIELD /root");
        signing("blank_tenant", "The name of a key has no blanks", "ac me", "1", root)
                .fails("INVALID_FIELD /tenant_id");
        signing("negative", "A size is at least 0", "acme", "-1", root).fails("INVALID_FIELD /size");
        signing("short_root", "A root has 32 bytes", "acme", "1", "ab".repeat(31))
                .fails("INVALID_FIELD /root");
    }

    private Draft checking(String slug, String title, String note, String... keys) {
        return file.add(
                "verify_" + slug,
                "checkpoint.verify",
                title,
                Json.object("note", note, "origin", ORIGIN, "keys", new ArrayList<Object>(List.of(keys))));
    }

    private Draft refused(String slug, String title, String kind, String note, String... keys) {
        return checking(slug, title, note, keys).want("valid=false", "class='" + kind + "'");
    }

    void verifying() {
        String root = "cd".repeat(32);
        String good = note(ORIGIN, 9, root, SEED);
        String key = key(ORIGIN, SEED);
        String bad = "checkpoint_signature";
        checking("good", "Signed by a known key", good, key)
                .want("valid=true", "size=9", "root_hash='" + root + "'")
                .p0();
        checking("two_keys", "Signed by one of two known keys", good, key(ORIGIN, STRANGER), key)
                .want("valid=true");
        checking(
                        "two_signatures",
                        "A second signature of an unknown key counts neither way",
                        good + note(ORIGIN, 9, root, STRANGER).split("\n\n")[1],
                        key)
                .want("valid=true");
        checking(
                        "extension",
                        "Extension lines are signed and ignored",
                        sign(ORIGIN + "\n9\n" + base64(Hashes.bytes(root)) + "\nextra\n", ORIGIN, SEED),
                        key)
                .want("valid=true", "size=9");
        checking("empty_tree", "A checkpoint of nothing", note(ORIGIN, 0, EMPTY_ROOT, SEED), key)
                .want("valid=true", "size=0");
        refused("no_key", "No key is known", "unknown_key", good).p0();
        refused("unknown", "Signed by another key", "unknown_key", note(ORIGIN, 9, root, STRANGER), key)
                .p0();
        refused(
                "other_name",
                "The key is known under another name",
                "unknown_key",
                good,
                key("spendweir/acme/decisions", SEED));
        refused("size_changed", "Another size than was signed", bad, good.replace("\n9\n", "\n8\n"), key)
                .p0();
        refused(
                "root_changed",
                "Another root",
                bad,
                note(ORIGIN, 9, "ce".repeat(32), SEED).split("\n\n")[0] + "\n\n" + good.split("\n\n")[1],
                key);
        refused(
                "one_bad",
                "One good and one bad signature of known keys",
                bad,
                good + note(ORIGIN, 8, root, STRANGER).split("\n\n")[1],
                key,
                key(ORIGIN, STRANGER));
        refused(
                "other_chain",
                "A checkpoint of another chain",
                bad,
                note("spendweir/acme/decisions", 9, root, SEED),
                key("spendweir/acme/decisions", SEED));
        refused(
                "leading_zero",
                "A size has no leading zero",
                bad,
                sign(ORIGIN + "\n09\n" + base64(Hashes.bytes(root)) + "\n", ORIGIN, SEED),
                key);
        refused(
                "short_root",
                "A root of 31 bytes",
                bad,
                sign(ORIGIN + "\n9\n" + base64(Hashes.bytes("cd".repeat(31))) + "\n", ORIGIN, SEED),
                key);
        refused("empty_with_root", "Size 0 with the root of something", bad, note(ORIGIN, 0, root, SEED), key);
        refused("no_signature", "A text without signatures", bad, good.split("\n\n")[0] + "\n", key);
        refused("no_last_line_end", "The last line has no end", bad, good.substring(0, good.length() - 1), key);
        refused("hyphen", "A hyphen is no em dash", bad, good.replace('\u2014', '-'), key);
        refused("text", "Any other text", bad, "hello", key);
        checking("bad_key", "A key whose id is not its own", good, key.replaceFirst("\\+[0-9a-f]{8}", "+00000000"))
                .fails("INVALID_FIELD /keys/0");
        add("verify_no_note", "checkpoint.verify", "The note is missing", "{'origin':'x','keys':[]}")
                .fails("INVALID_FIELD /note");
    }

    /** A line being made: fields of the entry, payload, and what is said about them. */
    private static final class Line {
        final Map<String, Object> entry = new LinkedHashMap<>();
        String payload;
        String salt = SALT;
        String entryHash;
        String chainHash;

        Line(int sequence) {
            payload = "{\"n\":" + sequence + "}";
            entry.put("chain", "governance");
            entry.put("payload_sha256", Hashes.sha256("spendweir.ledger.payload/v1\n", Hashes.bytes(SALT), payload));
            entry.put("schema", "spendweir.ledger.entry/v1");
            entry.put("sequence", Quoted.json("" + sequence));
            entry.put("tenant_id", "acme");
        }

        /** Hashes as they follow. */
        Line after(String previous) {
            entryHash = Hashes.sha256(ENTRY_PREFIX, Json.write(new TreeMap<>(entry)));
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
    }

    private static List<Line> chain(int length) {
        List<Line> lines = new ArrayList<>();
        String previous = "0".repeat(64);
        for (int i = 1; i <= length; i++) {
            lines.add(new Line(i).after(previous));
            previous = lines.get(i - 1).chainHash;
        }
        return lines;
    }

    /** From a place on every hash again, as somebody would do who writes the chain anew. */
    private static List<Line> again(List<Line> lines) {
        String previous = "0".repeat(64);
        for (Line line : lines) {
            line.after(previous);
            previous = line.chainHash;
        }
        return lines;
    }

    private static String root(List<Line> lines) {
        if (lines.size() == 1) {
            return Hashes.sha256(new byte[] {0}, Hashes.bytes(lines.get(0).entryHash));
        }
        int half = Integer.highestOneBit(lines.size() - 1);
        return Hashes.sha256(
                new byte[] {1},
                Hashes.bytes(root(lines.subList(0, half))),
                Hashes.bytes(root(lines.subList(half, lines.size()))));
    }

    private static Map<String, Object> checkpoint(List<Line> lines, int size) {
        return Json.object(
                "size", Quoted.json("" + size), "note", note(ORIGIN, size, root(lines.subList(0, size)), SEED));
    }

    private static Map<String, Object> head(List<Line> lines, int sequence) {
        return Json.object("sequence", Quoted.json("" + sequence), "chain_hash", lines.get(sequence - 1).chainHash);
    }

    private Draft audit(String slug, String title, List<Line> lines, Object... more) {
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
        List<Line> good = chain(3);
        audit("none", "A whole chain", good, "head", head(good, 3))
                .want("failure=null", "entries=3", "erased=0", "head.chain_hash='" + good.get(2).chainHash + "'")
                .p0();
        audit("empty", "No entries, and nothing that speaks of any", List.of()).want("failure=null", "entries=0");
        List<Line> erased = chain(3);
        erased.get(1).payload = null;
        erased.get(1).salt = null;
        audit("erased", "An erased payload is erased, not tampered", erased)
                .want("failure=null", "erased=1")
                .p0();
        audit(
                        "checked",
                        "A chain that agrees with stored and trusted checkpoints",
                        chain(5),
                        "head",
                        head(chain(5), 5),
                        "checkpoints",
                        list(checkpoint(chain(5), 2), checkpoint(chain(5), 4)),
                        "trusted",
                        list(Json.at(checkpoint(chain(5), 2), "note")),
                        "keys",
                        keys())
                .want("failure=null", "entries=5")
                .p0();
    }

    void broken() {
        List<Line> field = chain(3);
        field.get(1).entry.put("actor_id", "eve");
        audit("field", "A field that was changed", field)
                .want(bad(2, "entry"))
                .want("entries=1")
                .p0();
        List<Line> payload = chain(3);
        payload.get(1).payload = "{\"n\":9}";
        audit("payload", "A payload that was changed", payload)
                .want(bad(2, "payload"))
                .p0();
        List<Line> salt = chain(3);
        salt.get(0).salt = "ff".repeat(16);
        audit("salt", "A salt that was changed", salt).want(bad(1, "payload"));
        List<Line> moved = chain(4);
        moved.add(1, moved.remove(2));
        audit("reorder", "Two entries change places: the first of them is missing where it belongs", moved)
                .want(bad(2, "gap"));
        List<Line> middle = chain(4);
        middle.remove(1);
        audit("delete_middle", "An entry in the middle is gone", middle)
                .want(bad(2, "gap"))
                .p0();
        List<Line> fork = chain(3);
        fork.add(fork.get(2));
        audit("fork", "A second entry claims a place", fork)
                .want(bad(3, "fork"))
                .p0();
        List<Line> link = chain(3);
        link.get(1).chainHash = "11".repeat(32);
        audit("link", "A chain hash that does not follow", link)
                .want(bad(2, "link"))
                .p0();
        List<Line> hash = chain(3);
        hash.get(1).entryHash = "11".repeat(32);
        audit("hash", "An entry hash that is not the entry's", hash).want(bad(2, "entry"));
        List<Line> other = chain(3);
        other.get(1).entry.put("tenant_id", "other");
        audit("other_tenant", "Another tenant's entry, with all hashes right", again(other))
                .want(bad(2, "entry"))
                .p0();
        List<Line> chain = chain(3);
        chain.get(2).entry.put("chain", "decisions");
        audit("other_chain", "An entry of the other chain", again(chain)).want(bad(3, "entry"));
        List<Line> schema = chain(2);
        schema.get(0).entry.put("schema", "spendweir.ledger.entry/v2");
        audit("schema", "An entry of another schema", again(schema)).want(bad(1, "entry"));
        List<Line> zero = chain(2);
        zero.get(0).entry.put("sequence", Quoted.json("0"));
        audit("sequence_zero", "A sequence counts from 1", again(zero)).want(bad(1, "entry"));
        audit("head_behind", "The recorded head is not the last entry", chain(3), "head", head(chain(3), 2))
                .want(bad(3, "head"))
                .p0();
        Map<String, Object> wrong = head(chain(3), 3);
        wrong.put("chain_hash", "11".repeat(32));
        audit("head_hash", "The recorded head has another hash", chain(3), "head", wrong)
                .want(bad(3, "head"));
        audit(
                        "head_beyond",
                        "A tail that is gone, and a head that still speaks of it",
                        chain(2),
                        "head",
                        head(chain(3), 3))
                .want(bad(2, "head"));
    }

    void compared() {
        List<Line> good = chain(5);
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
        List<Line> rewritten = chain(5);
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

    private static List<Line> broken(List<Line> good) {
        List<Line> lines = chain(good.size());
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
        Line half = chain(1).get(0);
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
