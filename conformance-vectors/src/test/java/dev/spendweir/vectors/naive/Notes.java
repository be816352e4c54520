package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Checkpoints as C2SP signed notes (spec 3.3; c2sp.org/signed-note, c2sp.org/tlog-checkpoint). */
final class Notes {
    private static final byte[] KEY_TYPE = {1};
    private static final String EMPTY_ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private Notes() {}

    /** A verifier key: who, its id and the 32 bytes. */
    record Key(String name, String id, byte[] bytes) {}

    /** What a note says when it is believed, else why it is not. */
    record Judged(BigInteger size, byte[] root, String badClass) {
        boolean isGood() {
            return badClass == null;
        }
    }

    static Map<String, Object> sign(Map<String, Object> input) {
        String tenant = text(input, "tenant_id");
        String chain = chain(input);
        BigInteger size = count(input.get("size"), "/size");
        if (size.toString().length() > 18) {
            throw Refusal.at("/size", "INVALID_FIELD");
        }
        byte[] root = hash(input.get("root"), "/root");
        byte[] seed = hash(input.get("seed"), "/seed");
        String root64 = Base64.getEncoder().encodeToString(root);
        if (size.signum() == 0 && !root64.equals(EMPTY_ROOT)) {
            throw Refusal.at("/root", "INVALID_FIELD");
        }
        String origin = "spendweir/" + tenant + "/" + chain;
        if (!isName(tenant)) {
            throw Refusal.at("/tenant_id", "INVALID_FIELD");
        }
        byte[] key = NaiveEd25519.publicKey(seed);
        String body = origin + "\n" + size + "\n" + root64 + "\n";
        return Json.object(
                "note",
                note(origin, body, seed),
                "key",
                origin + "+" + Canonical.hex(id(origin, key)) + "+"
                        + Base64.getEncoder().encodeToString(concat(KEY_TYPE, key)));
    }

    /** A text signed by the key that has this name. */
    static String note(String name, String body, byte[] seed) {
        byte[] signature = NaiveEd25519.sign(seed, body.getBytes(StandardCharsets.UTF_8));
        byte[] signed = concat(id(name, NaiveEd25519.publicKey(seed)), signature);
        return body + "\n\u2014 " + name + " " + Base64.getEncoder().encodeToString(signed) + "\n";
    }

    /** Whether a key can have a name with this in it. */
    static boolean isName(String text) {
        return text.codePoints()
                .noneMatch(c -> c == '+' || c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    static Map<String, Object> verify(Map<String, Object> input) {
        String note = text(input, "note");
        String origin = text(input, "origin");
        Judged judged = judge(note, origin, keys(input));
        return judged.isGood()
                ? Json.object(
                        "valid",
                        true,
                        "size",
                        new JsonNumber(judged.size().toString()),
                        "root_hash",
                        Canonical.hex(judged.root()))
                : Json.object("valid", false, "class", judged.badClass());
    }

    static List<Key> keys(Map<String, Object> input) {
        List<Key> keys = new ArrayList<>();
        List<String> texts = texts(input, "keys");
        for (int i = 0; i < texts.size(); i++) {
            keys.add(key(texts.get(i), "/keys/" + i));
        }
        return keys;
    }

    private static Key key(String text, String pointer) {
        String[] part = text.split("\\+", 3);
        byte[] bytes = part.length == 3 ? base64(part[2]) : null;
        if (bytes == null || bytes.length != 33 || bytes[0] != 1 || part[0].isEmpty()) {
            throw Refusal.at(pointer, "INVALID_FIELD");
        }
        byte[] key = Arrays.copyOfRange(bytes, 1, 33);
        if (!part[1].equals(Canonical.hex(id(part[0], key)))) {
            throw Refusal.at(pointer, "INVALID_FIELD");
        }
        return new Key(part[0], part[1], key);
    }

    static Judged judge(String note, String origin, List<Key> keys) {
        int gap = note.lastIndexOf("\n\n");
        if (gap < 0 || gap + 2 == note.length() || !note.endsWith("\n")) {
            return bad();
        }
        String body = note.substring(0, gap + 1);
        String[] line = body.split("\n", -1);
        if (line.length < 4 || !line[1].matches("0|[1-9][0-9]{0,17}") || !line[0].equals(origin)) {
            return bad();
        }
        for (int i = 0; i < line.length - 1; i++) {
            if (line[i].isEmpty()) {
                return bad();
            }
        }
        byte[] root = base64(line[2]);
        if (root == null || root.length != 32 || line[1].equals("0") && !line[2].equals(EMPTY_ROOT)) {
            return bad();
        }
        boolean isSigned = false;
        boolean isBad = false;
        for (String signature : note.substring(gap + 2, note.length() - 1).split("\n", -1)) {
            String[] word = signature.split(" ", -1);
            byte[] bytes = word.length == 3 && word[0].equals("\u2014") ? base64(word[2]) : null;
            if (bytes == null || bytes.length < 5 || word[1].isEmpty() || word[1].contains("+")) {
                return bad();
            }
            String id = HexFormat.of().formatHex(bytes, 0, 4);
            for (Key key : keys) {
                if (key.name().equals(word[1]) && key.id().equals(id)) {
                    boolean good = NaiveEd25519.verify(
                            key.bytes(),
                            body.getBytes(StandardCharsets.UTF_8),
                            Arrays.copyOfRange(bytes, 4, bytes.length));
                    isSigned |= good;
                    isBad |= !good;
                }
            }
        }
        if (isBad) {
            return bad();
        }
        return isSigned ? new Judged(new BigInteger(line[1]), root, null) : new Judged(null, null, "unknown_key");
    }

    private static Judged bad() {
        return new Judged(null, null, "checkpoint_signature");
    }

    static byte[] id(String name, byte[] key) {
        return Arrays.copyOf(Canonical.digest((name + "\n").getBytes(StandardCharsets.UTF_8), KEY_TYPE, key), 4);
    }

    static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** Null when it is not the one canonical spelling of its bytes. */
    private static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String text(Map<String, Object> input, String name) {
        if (input.get(name) instanceof String text) {
            return text;
        }
        throw Refusal.at("/" + name, "INVALID_FIELD");
    }

    static String chain(Map<String, Object> input) {
        String chain = text(input, "chain");
        if (chain.equals("decisions") || chain.equals("governance")) {
            return chain;
        }
        throw Refusal.at("/chain", "INVALID_FIELD");
    }

    static List<String> texts(Map<String, Object> input, String name) {
        List<String> texts = new ArrayList<>();
        List<Object> items = list(input, name);
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof String text)) {
                throw Refusal.at("/" + name + "/" + i, "INVALID_FIELD");
            }
            texts.add(text);
        }
        return texts;
    }

    /** An optional list. */
    static List<Object> list(Map<String, Object> input, String name) {
        if (input.get(name) == null) {
            return List.of();
        }
        if (!(input.get(name) instanceof List)) {
            throw Refusal.at("/" + name, "INVALID_FIELD");
        }
        return Json.asList(input.get(name));
    }

    static BigInteger count(Object value, String pointer) {
        if (value instanceof JsonNumber number && number.text().matches("-?[0-9]+")) {
            BigInteger count = new BigInteger(number.text());
            if (count.signum() >= 0) {
                return count;
            }
        }
        throw Refusal.at(pointer, "INVALID_FIELD");
    }

    static byte[] hash(Object value, String pointer) {
        if (value instanceof String text && text.matches("[0-9a-f]{64}")) {
            return HexFormat.of().parseHex(text);
        }
        throw Refusal.at(pointer, "INVALID_FIELD");
    }
}
