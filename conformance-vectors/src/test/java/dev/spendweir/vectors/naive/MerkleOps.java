package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** merkle.root, merkle.inclusion and merkle.consistency (spec 10 A100, A101, N15): the first bad member is reported. */
final class MerkleOps {
    private static final int HASH_BYTES = 32;

    private final Map<String, Object> input;

    private MerkleOps(Map<String, Object> input) {
        this.input = input;
    }

    static Map<String, Object> root(Map<String, Object> input) {
        return Json.object("root", Canonical.hex(Merkle.root(new MerkleOps(input).leafHashes())));
    }

    static Map<String, Object> inclusion(Map<String, Object> input) {
        MerkleOps in = new MerkleOps(input);
        if (input.get("proof") != null) {
            byte[] leafHash = in.hash("leaf_hash");
            Long index = in.anySize("index");
            Long size = in.anySize("size");
            List<byte[]> proof = in.hexes("proof", HASH_BYTES);
            byte[] root = in.hash("root");
            boolean possible = index != null && size != null;
            return valid(possible && Merkle.verifyInclusion(leafHash, index, size, proof, root));
        }
        List<byte[]> hashes = in.leafHashes();
        int index = (int) in.size("index", 0, hashes.size() - 1L);
        return Json.object(
                "proof", texts(Merkle.inclusion(index, hashes)),
                "leaf_hash", Canonical.hex(hashes.get(index)),
                "root", Canonical.hex(Merkle.root(hashes)));
    }

    static Map<String, Object> consistency(Map<String, Object> input) {
        MerkleOps in = new MerkleOps(input);
        if (input.get("proof") != null) {
            Long first = in.anySize("first");
            Long second = in.anySize("second");
            byte[] firstRoot = in.hash("first_root");
            byte[] secondRoot = in.hash("second_root");
            List<byte[]> proof = in.hexes("proof", HASH_BYTES);
            boolean possible = first != null && second != null;
            return valid(possible && Merkle.verifyConsistency(first, second, firstRoot, secondRoot, proof));
        }
        List<byte[]> hashes = in.leafHashes();
        int first = (int) in.size("first", 1, hashes.size());
        return Json.object(
                "proof", texts(Merkle.consistency(first, hashes)),
                "first_root", Canonical.hex(Merkle.root(hashes.subList(0, first))),
                "second_root", Canonical.hex(Merkle.root(hashes)));
    }

    private static Map<String, Object> valid(boolean valid) {
        return Json.object("valid", valid);
    }

    private static List<Object> texts(List<byte[]> hashes) {
        return hashes.stream().map(hash -> (Object) Canonical.hex(hash)).toList();
    }

    private List<byte[]> leafHashes() {
        return hexes("leaves", -1).stream().map(Merkle::leafHash).toList();
    }

    private List<byte[]> hexes(String key, int length) {
        if (!(input.get(key) instanceof List)) {
            throw Refusal.at(Findings.child("", key), "INVALID_FIELD");
        }
        List<byte[]> out = new ArrayList<>();
        for (Object item : Json.asList(input.get(key))) {
            out.add(bytes(item, "/" + key + "/" + out.size(), length));
        }
        return out;
    }

    private byte[] hash(String key) {
        return bytes(input.get(key), "/" + key, HASH_BYTES);
    }

    /** Lower-case hex of so many bytes, of any number when the length is negative. */
    private static byte[] bytes(Object value, String pointer, int length) {
        if (!(value instanceof String text)
                || !text.matches("([0-9a-f]{2})*")
                || length >= 0 && text.length() != 2 * length) {
            throw Refusal.at(pointer, "INVALID_FIELD");
        }
        return HexFormat.of().parseHex(text);
    }

    /** A size of a proof to be verified: any integer literal from 0 on; null for one that no tree reaches. */
    private Long anySize(String key) {
        boolean literal = input.get(key) instanceof JsonNumber number
                && number.isIntegerLiteral()
                && (!number.text().startsWith("-") || number.text().equals("-0"));
        if (!literal) {
            throw Refusal.at("/" + key, "INVALID_FIELD");
        }
        return Members.integerOf(input.get(key), 0, Long.MAX_VALUE);
    }

    private long size(String key, long min, long max) {
        Long number = Members.integerOf(input.get(key), min, max);
        if (number == null) {
            throw Refusal.at("/" + key, "INVALID_FIELD");
        }
        return number;
    }
}
