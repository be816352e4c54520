package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spec 3.3 and RFC 6962: Merkle trees, their proofs, and what verifies. */
final class MerkleVectors extends LedgerDrafts {
    MerkleVectors(VectorFile file) {
        super(file);
    }

    static VectorFile merkle() {
        VectorFile file = new VectorFile("ledger", "merkle", "RFC 6962 2.1, 3.3, A100, A101");
        MerkleVectors merkle = new MerkleVectors(file);
        merkle.roots();
        merkle.inclusionProofs();
        merkle.consistencyProofs();
        merkle.inclusionVerified();
        merkle.consistencyVerified();
        merkle.badMembers();
        return file;
    }

    void roots() {
        for (int size = 0; size <= 8; size++) {
            add(
                            "root_" + size,
                            "merkle.root",
                            "The public root of the tree of " + size + " leaves",
                            "{'leaves':" + hex(LEAVES.subList(0, size)) + "}")
                    .want("root='" + ROOTS.get(size) + "'", "#=1")
                    .p0();
        }
        add(
                        "root_of_entry_hash",
                        "merkle.root",
                        "A leaf is an entry hash of 32 bytes",
                        "{'leaves':['" + entryHash("{}") + "']}")
                .want("root='" + Hashes.sha256(new byte[] {0}, Hashes.bytes(entryHash("{}"))) + "'");
        add(
                        "root_no_second_preimage",
                        "merkle.root",
                        "The leaves of an inner node's children are another tree than the inner node as a leaf",
                        "{'leaves':['" + node(0, 1) + node(1, 2) + "']}")
                .want("root='" + Hashes.sha256(new byte[] {0}, Hashes.bytes(node(0, 1)), Hashes.bytes(node(1, 2)))
                        + "'");
    }

    void inclusionProofs() {
        inclusion("1_of_1", "The only leaf has an empty proof", 0, 1).p0();
        inclusion("first_of_8", "The first of eight leaves", 0, 8, node(1, 2), node(2, 4), node(4, 8))
                .p0();
        inclusion("sixth_of_8", "The sixth of eight leaves", 5, 8, node(4, 5), node(6, 8), node(0, 4))
                .p0();
        inclusion("third_of_3", "The last leaf of three is one step from the root", 2, 3, node(0, 2));
        inclusion("last_of_5", "The last leaf of five", 4, 5, node(0, 4));
        inclusion("second_of_5", "The second leaf of five", 1, 5, node(0, 1), node(2, 4), node(4, 5));
        inclusion("last_of_7", "The last leaf of seven", 6, 7, node(4, 6), node(0, 4));
        inclusion("fifth_of_6", "The fifth leaf of six", 4, 6, node(5, 6), node(0, 4));
    }

    void consistencyProofs() {
        consistency("1_8", "From one leaf to eight", 1, 8, node(1, 2), node(2, 4), node(4, 8))
                .p0();
        consistency("6_8", "From six leaves to eight", 6, 8, node(4, 6), node(6, 8), node(0, 4))
                .p0();
        consistency("2_5", "From two leaves to five", 2, 5, node(2, 4), node(4, 5));
        consistency("4_8", "From four leaves to eight: the old root is not repeated", 4, 8, node(4, 8));
        consistency("3_7", "From three leaves to seven", 3, 7, node(2, 3), node(3, 4), node(0, 2), node(4, 7));
        consistency("8_8", "Equal sizes have an empty proof", 8, 8).spec("A101").p0();
        consistency("1_1", "One leaf and one leaf", 1, 1).spec("A101");
    }

    private Draft verified(String slug, String op, String title, Map<String, Object> input, boolean valid) {
        return file.add(slug, op, title, input).want("valid=" + valid, "#=1");
    }

    void inclusionVerified() {
        String op = "merkle.inclusion";
        String[] good = {node(4, 5), node(6, 8), node(0, 4)};
        verified("verify_inclusion", op, "A proof that holds", proofOf(5, 8, ROOTS.get(8), good), true)
                .p0();
        verified("verify_inclusion_1_of_1", op, "The only leaf needs no proof", proofOf(0, 1, ROOTS.get(1)), true);
        verified(
                "verify_inclusion_last_of_7",
                op,
                "The last of seven",
                proofOf(6, 7, ROOTS.get(7), node(4, 6), node(0, 4)),
                true);
        verified("verify_inclusion_index", op, "Another index does not hold", proofOf(4, 8, ROOTS.get(8), good), false)
                .p0();
        verified(
                "verify_inclusion_size",
                op,
                "Another size of another shape does not hold",
                proofOf(5, 6, ROOTS.get(8), good),
                false);
        verified(
                "verify_inclusion_same_shape",
                op,
                "The path of the sixth leaf has the same shape in trees of 7 and 8: the size alone does not break it",
                proofOf(5, 7, ROOTS.get(8), good),
                true);
        verified("verify_inclusion_root", op, "Another root does not hold", proofOf(5, 8, ROOTS.get(7), good), false);
        verified(
                "verify_inclusion_short",
                op,
                "A proof without its last hash does not hold",
                proofOf(5, 8, ROOTS.get(8), good[0], good[1]),
                false);
        verified(
                        "verify_inclusion_long",
                        op,
                        "A proof with one hash more does not hold",
                        proofOf(5, 8, ROOTS.get(8), good[0], good[1], good[2], good[2]),
                        false)
                .p0();
        verified(
                "verify_inclusion_swapped",
                op,
                "A proof in another order does not hold",
                proofOf(5, 8, ROOTS.get(8), good[1], good[0], good[2]),
                false);
        verified(
                        "verify_inclusion_beyond",
                        op,
                        "An index at the size does not hold; it is no bad value",
                        proofOf(8, 8, ROOTS.get(8), good),
                        false)
                .flags("boundary", "choice")
                .p0();
        verified("verify_inclusion_size_0", op, "Nothing is in an empty tree", proofOf(0, 0, ROOTS.get(0)), false)
                .flags("boundary", "choice");
        verified(
                "verify_inclusion_empty_root",
                op,
                "A leaf of the empty text is not the empty tree",
                proofOf(0, 1, ROOTS.get(0)),
                false);
        Map<String, Object> huge = proofOf(5, 8, ROOTS.get(8), good);
        huge.put("size", Quoted.json("9007199254740991"));
        verified("verify_inclusion_huge", op, "A size of 2^53-1 is judged, not refused", huge, false)
                .flags("boundary");
        Map<String, Object> beyond = proofOf(5, 8, ROOTS.get(8), good);
        beyond.put("size", Quoted.json("99999999999999999999999999"));
        verified("verify_inclusion_beyond_64_bits", op, "A size beyond 64 bits is judged too", beyond, false)
                .flags("boundary", "choice");
    }

    private static Map<String, Object> growth(
            long first, long second, String firstRoot, String secondRoot, String... proof) {
        return Json.object(
                "first",
                Quoted.json("" + first),
                "second",
                Quoted.json("" + second),
                "first_root",
                firstRoot,
                "second_root",
                secondRoot,
                "proof",
                new ArrayList<Object>(List.of(proof)));
    }

    void consistencyVerified() {
        String op = "merkle.consistency";
        String[] good = {node(4, 6), node(6, 8), node(0, 4)};
        verified("verify_consistency", op, "A proof that holds", growth(6, 8, ROOTS.get(6), ROOTS.get(8), good), true)
                .p0();
        verified(
                "verify_consistency_4_8",
                op,
                "From a full tree",
                growth(4, 8, ROOTS.get(4), ROOTS.get(8), node(4, 8)),
                true);
        verified(
                        "verify_consistency_equal",
                        op,
                        "Equal sizes and roots need no proof",
                        growth(7, 7, ROOTS.get(7), ROOTS.get(7)),
                        true)
                .spec("A101")
                .p0();
        verified(
                        "verify_consistency_equal_roots_differ",
                        op,
                        "Equal sizes with other roots do not hold",
                        growth(7, 7, ROOTS.get(7), ROOTS.get(8)),
                        false)
                .spec("A101");
        verified(
                        "verify_consistency_equal_with_proof",
                        op,
                        "Equal sizes with a proof do not hold",
                        growth(7, 7, ROOTS.get(7), ROOTS.get(7), good[0]),
                        false)
                .spec("A101");
        verified("verify_consistency_from_0", op, "Size 0 is refused", growth(0, 8, ROOTS.get(0), ROOTS.get(8)), false)
                .spec("A101")
                .flags("boundary")
                .p0();
        verified(
                        "verify_consistency_0_0",
                        op,
                        "Size 0 is refused for an empty tree too",
                        growth(0, 0, ROOTS.get(0), ROOTS.get(0)),
                        false)
                .spec("A101")
                .flags("boundary");
        verified(
                        "verify_consistency_shrunk",
                        op,
                        "A tree does not shrink",
                        growth(8, 6, ROOTS.get(8), ROOTS.get(6), good),
                        false)
                .flags("boundary");
        verified(
                        "verify_consistency_first_root",
                        op,
                        "Another first root does not hold: a rewritten history",
                        growth(6, 8, ROOTS.get(5), ROOTS.get(8), good),
                        false)
                .p0();
        verified(
                "verify_consistency_second_root",
                op,
                "Another second root does not hold",
                growth(6, 8, ROOTS.get(6), ROOTS.get(7), good),
                false);
        verified(
                "verify_consistency_short",
                op,
                "A proof without its last hash does not hold",
                growth(6, 8, ROOTS.get(6), ROOTS.get(8), good[0], good[1]),
                false);
        verified(
                "verify_consistency_long",
                op,
                "A proof with one hash more does not hold",
                growth(6, 8, ROOTS.get(6), ROOTS.get(8), good[0], good[1], good[2], good[2]),
                false);
        verified(
                "verify_consistency_empty",
                op,
                "Different sizes need a proof",
                growth(6, 8, ROOTS.get(6), ROOTS.get(8)),
                false);
        verified(
                "verify_consistency_4_8_repeated",
                op,
                "The old root of a full tree is not part of the proof",
                growth(4, 8, ROOTS.get(4), ROOTS.get(8), ROOTS.get(4), node(4, 8)),
                false);
    }

    void badMembers() {
        String two = "'leaves':['','00']";
        add("bad_leaves_absent", "merkle.root", "Absent leaves", "{}")
                .fails("INVALID_FIELD /leaves")
                .p0();
        add("bad_leaves_text", "merkle.root", "Leaves are a list", "{'leaves':'00'}")
                .fails("INVALID_FIELD /leaves");
        add("bad_leaf_odd", "merkle.root", "A leaf has whole bytes", "{'leaves':['00','0']}")
                .fails("INVALID_FIELD /leaves/1");
        add("bad_leaf_letter", "merkle.root", "A leaf is hex; the first bad one is reported", "{'leaves':['0g',1]}")
                .spec("N15")
                .fails("INVALID_FIELD /leaves/0");
        add("bad_leaf_number", "merkle.root", "A leaf is a text", "{'leaves':[0]}")
                .fails("INVALID_FIELD /leaves/0");
        add("bad_leaf_capital", "merkle.root", "Hex is lower case", "{'leaves':['AB']}")
                .flags("choice")
                .fails("INVALID_FIELD /leaves/0");
        add("bad_index", "merkle.inclusion", "An index at the number of leaves", "{" + two + ",'index':2}")
                .flags("boundary")
                .fails("INVALID_FIELD /index")
                .p0();
        add("bad_index_negative", "merkle.inclusion", "A negative index", "{" + two + ",'index':-1}")
                .fails("INVALID_FIELD /index");
        add("bad_index_absent", "merkle.inclusion", "An absent index", "{" + two + "}")
                .fails("INVALID_FIELD /index");
        add("bad_index_empty", "merkle.inclusion", "No index is in an empty tree", "{'leaves':[],'index':0}")
                .fails("INVALID_FIELD /index");
        add("bad_leaves_first", "merkle.inclusion", "Leaves come before the index", "{'leaves':[1],'index':-1}")
                .spec("N15")
                .flags("precedence")
                .fails("INVALID_FIELD /leaves/0");
        add("bad_first_0", "merkle.consistency", "Consistency from size 0 is refused", "{" + two + ",'first':0}")
                .spec("A101")
                .flags("boundary")
                .fails("INVALID_FIELD /first")
                .p0();
        add("bad_first_beyond", "merkle.consistency", "A first size beyond the leaves", "{" + two + ",'first':3}")
                .flags("boundary")
                .fails("INVALID_FIELD /first");
        add("bad_first_fraction", "merkle.consistency", "A size is an integer literal", "{" + two + ",'first':1.0}")
                .fails("INVALID_FIELD /first");
        String hash = "'" + "0".repeat(64) + "'";
        add(
                        "bad_verify_leaf_hash",
                        "merkle.inclusion",
                        "With a proof the leaf hash comes first",
                        "{'proof':[],'index':-1}")
                .spec("N15")
                .flags("precedence")
                .fails("INVALID_FIELD /leaf_hash");
        add(
                        "bad_verify_short_hash",
                        "merkle.inclusion",
                        "A hash has 32 bytes",
                        "{'proof':['00'],'leaf_hash':" + hash + ",'index':0,'size':1,'root':" + hash + "}")
                .fails("INVALID_FIELD /proof/0")
                .p0();
        add(
                        "bad_verify_proof_text",
                        "merkle.inclusion",
                        "A proof is a list",
                        "{'proof':'','leaf_hash':" + hash + ",'index':0,'size':1,'root':" + hash + "}")
                .fails("INVALID_FIELD /proof");
        add(
                        "bad_verify_size",
                        "merkle.inclusion",
                        "A size is not negative",
                        "{'proof':[],'leaf_hash':" + hash + ",'index':0,'size':-1,'root':" + hash + "}")
                .fails("INVALID_FIELD /size");
        add(
                        "bad_verify_root",
                        "merkle.inclusion",
                        "A root is the last member",
                        "{'proof':[],'leaf_hash':" + hash + ",'index':0,'size':1}")
                .fails("INVALID_FIELD /root");
        add(
                        "bad_verify_order",
                        "merkle.consistency",
                        "With a proof: first, second, first_root, second_root, proof",
                        "{'proof':[1],'first':1,'second':'2','first_root':0}")
                .spec("N15")
                .flags("precedence")
                .fails("INVALID_FIELD /second");
        add(
                        "bad_verify_first_root",
                        "merkle.consistency",
                        "A first root of 31 bytes",
                        "{'proof':[],'first':1,'second':2,'first_root':'" + "0".repeat(62) + "','second_root':" + hash
                                + "}")
                .fails("INVALID_FIELD /first_root");
    }
}
