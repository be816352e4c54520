package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.HexFormat;
import java.util.List;

/**
 * The ops {@code merkle.root}, {@code merkle.inclusion} and {@code merkle.consistency} of the conformance protocol (spec 8,
 * 10 A100, A101, N15). Pure functions; thread-safe. Each refuses the first bad member, in the order of its shape, with
 * {@code INVALID_FIELD}.
 */
public final class MerkleOps {

    private MerkleOps() {}

    /** {leaves} to {root}. */
    public static JsonObject root(JsonObject input) {
        MerkleTree tree =
                MerkleLog.ofLeaves(new FirstBad(input).byteStrings("leaves")).tree();
        return JsonObject.builder().put("root", hex(tree.root())).build();
    }

    /** {leaves, index} to {proof, leaf_hash, root}; {leaf_hash, index, size, proof, root} to {valid}. */
    public static JsonObject inclusion(JsonObject input) {
        FirstBad in = new FirstBad(input);
        if (in.has("proof")) {
            return verifyInclusion(in);
        }
        MerkleLog log = MerkleLog.ofLeaves(in.byteStrings("leaves"));
        long index = in.count("index");
        if (index >= log.size()) {
            throw FirstBad.bad("/index", "there are " + log.size() + " leaves, counted from 0; none is " + index);
        }
        return JsonObject.builder()
                .put("proof", hex(log.tree().inclusionProof(index)))
                .put("leaf_hash", hex(log.node(0, index)))
                .put("root", hex(log.tree().root()))
                .build();
    }

    private static JsonObject verifyInclusion(FirstBad in) {
        byte[] leafHash = in.hash("leaf_hash");
        long index = in.count("index");
        long size = in.count("size");
        List<byte[]> proof = in.hashes("proof");
        byte[] root = in.hash("root");
        return valid(size != FirstBad.TOO_LARGE && MerkleProof.verifyInclusion(leafHash, index, size, proof, root));
    }

    /** {leaves, first} to {proof, first_root, second_root}; {first, second, first_root, second_root, proof} to {valid}. */
    public static JsonObject consistency(JsonObject input) {
        FirstBad in = new FirstBad(input);
        if (in.has("proof")) {
            return verifyConsistency(in);
        }
        MerkleLog log = MerkleLog.ofLeaves(in.byteStrings("leaves"));
        long first = in.count("first");
        if (first < 1 || first > log.size()) {
            throw FirstBad.bad(
                    "/first", "the first size is 1 to the number of leaves, " + log.size() + ", not " + first);
        }
        return JsonObject.builder()
                .put("proof", hex(log.tree().consistencyProof(first)))
                .put("first_root", hex(new MerkleTree(log, first).root()))
                .put("second_root", hex(log.tree().root()))
                .build();
    }

    private static JsonObject verifyConsistency(FirstBad in) {
        long first = in.count("first");
        long second = in.count("second");
        byte[] firstRoot = in.hash("first_root");
        byte[] secondRoot = in.hash("second_root");
        List<byte[]> proof = in.hashes("proof");
        return valid(second != FirstBad.TOO_LARGE
                && MerkleProof.verifyConsistency(first, second, firstRoot, secondRoot, proof));
    }

    private static JsonObject valid(boolean valid) {
        return JsonObject.builder().put("valid", valid).build();
    }

    private static JsonArray hex(List<byte[]> hashes) {
        return JsonArray.ofStrings(hashes.stream().map(MerkleOps::hex).toList());
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
