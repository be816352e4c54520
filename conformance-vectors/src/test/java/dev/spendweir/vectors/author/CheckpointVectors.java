package dev.spendweir.vectors.author;

import static dev.spendweir.vectors.author.NoteDrafts.SEED;
import static dev.spendweir.vectors.author.NoteDrafts.STRANGER;
import static dev.spendweir.vectors.author.NoteDrafts.base64;
import static dev.spendweir.vectors.author.NoteDrafts.key;
import static dev.spendweir.vectors.author.NoteDrafts.note;
import static dev.spendweir.vectors.author.NoteDrafts.sign;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;

/** Spec 3.3: checkpoints, signed and judged. */
final class CheckpointVectors extends LedgerDrafts {
    private static final String ORIGIN = "spendweir/acme/governance";
    private static final String EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    CheckpointVectors(VectorFile file) {
        super(file);
    }

    static VectorFile checkpoints() {
        VectorFile file = new VectorFile("ledger", "checkpoints", "3.3");
        CheckpointVectors vectors = new CheckpointVectors(file);
        vectors.signing();
        vectors.verifying();
        return file;
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
        signing("largest", "A size has at most 18 digits", "acme", "999999999999999999", root)
                .want("note=" + Json.write(note(ORIGIN, 999999999999999999L, root, SEED)))
                .flags("boundary");
        signing(
                        "too_large",
                        "A size of 19 digits is refused, as it is when it is read",
                        "acme",
                        "1000000000000000000",
                        root)
                .fails("INVALID_FIELD /size")
                .flags("boundary");
        signing("far_too_large", "A size beyond 64 bits", "acme", "99999999999999999999", root)
                .fails("INVALID_FIELD /size")
                .flags("overflow");
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
}
