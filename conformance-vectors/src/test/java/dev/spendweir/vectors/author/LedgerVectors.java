package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spec 3.3: entry hashes, hash chains, Merkle trees. Hashes in facts are worked out here from the texts of the specification. */
final class LedgerVectors {
    private static final String ENTRY_PREFIX = "spendweir.ledger.entry/v1\n";
    private static final String CHAIN_PREFIX = "spendweir.ledger.chain/v1\n";

    /** The leaves that the certificate-transparency implementations share, and the public roots of the trees of 0 to 8 of them. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private final VectorFile file;

    private LedgerVectors(VectorFile file) {
        this.file = file;
    }

    static VectorFile hashes() {
        LedgerVectors vectors = new LedgerVectors(new VectorFile("ledger", "hashes", "3.3, A97, A98, N15"));
        vectors.entries();
        vectors.chains();
        vectors.tampering();
        return vectors.file;
    }

    static VectorFile merkle() {
        LedgerVectors vectors = new LedgerVectors(new VectorFile("ledger", "merkle", "RFC 6962 2.1, 3.3, A100, A101"));
        vectors.roots();
        vectors.inclusionProofs();
        vectors.consistencyProofs();
        vectors.inclusionVerified();
        vectors.consistencyVerified();
        vectors.badMembers();
        return vectors.file;
    }

    private Draft add(String slug, String op, String title, String input) {
        return file.add(slug, op, title, Quoted.object(input));
    }

    private static String entryHash(String canonical) {
        return Hashes.sha256(ENTRY_PREFIX, canonical.replace('\'', '"'));
    }

    private static String chainHash(String previous, String entryHash) {
        return Hashes.sha256(CHAIN_PREFIX, Hashes.bytes(previous), Hashes.bytes(entryHash));
    }

    private Draft entry(String slug, String title, String entry, String canonical) {
        return add("entry_" + slug, "ledger.entry_hash", title, "{'entry':" + entry + "}")
                .want("entry_hash='" + entryHash(canonical) + "'", "#=1");
    }

    private static final String FULL =
            "{'actor_id':'alice','approval_id':null,'approval_status':null,'chain':'decisions','config_sha256':null,'entry_id':'0195f3a0-0000-7000-8000-000000000001',"
                    + "'entry_type':'decision','event_time':'2026-03-11T12:00:00.000Z','payload_sha256':'aa','policy_sha256':'bb','policy_version':1,'request_id':'r',"
                    + "'schema':'spendweir.ledger.entry/v1','sequence':1,'subject_id':'d','tenant_id':'acme','trace_id':null}";

    private void entries() {
        entry("empty", "The empty object is hashed as it is", "{}", "{}").p0();
        entry("full", "An entry with all its fields", FULL, FULL).p0();
        entry(
                        "order",
                        "The order of the members does not count",
                        "{'b':1,'a':{'d':2,'c':3}}",
                        "{'a':{'c':3,'d':2},'b':1}")
                .flags("determinism")
                .p0();
        entry("numbers", "Numbers go through JCS", "{'sequence':1.0,'x':1e2}", "{'sequence':1,'x':100}")
                .spec("A98");
        entry(
                        "beyond_2_53",
                        "A sequence beyond 2^53 loses digits, as JCS has it",
                        "{'sequence':9007199254740993}",
                        "{'sequence':9007199254740992}")
                .spec("A98")
                .flags("double");
        entry(
                "any_object",
                "No field is required and none is unknown",
                "{'hello':'world','null':null}",
                "{'hello':'world','null':null}");
        entry(
                        "unicode",
                        "Texts are hashed as UTF-8, not composed",
                        "{'a':'\u00e9e\u0301\ud83d\ude00'}",
                        "{'a':'\u00e9e\u0301\ud83d\ude00'}")
                .flags("unicode");
        entry("nested_lists", "Lists keep their order", "{'a':[3,[2,1],{}]}", "{'a':[3,[2,1],{}]}");
        add("entry_absent", "ledger.entry_hash", "An absent entry", "{}")
                .fails("INVALID_FIELD /entry")
                .p0();
        add("entry_null", "ledger.entry_hash", "A null entry", "{'entry':null}").fails("INVALID_FIELD /entry");
        add("entry_list", "ledger.entry_hash", "An entry is an object", "{'entry':[]}")
                .fails("INVALID_FIELD /entry");
        add(
                        "entry_surrogate",
                        "ledger.entry_hash",
                        "An entry that JCS refuses: a lone surrogate",
                        "{'entry':{'a':'\\ud800'}}")
                .fails("INVALID_JSON")
                .flags("unicode")
                .p0();
        add(
                        "entry_infinite",
                        "ledger.entry_hash",
                        "An entry that JCS refuses: a number beyond double",
                        "{'entry':{'a':1e400}}")
                .fails("INVALID_JSON")
                .flags("double");
    }

    private Draft chain(String slug, String title, String... entries) {
        Draft draft = add("chain_" + slug, "ledger.chain", title, "{'entries':[" + String.join(",", entries) + "]}")
                .want("hashes.#=" + entries.length);
        String previous = "0".repeat(64);
        for (int i = 0; i < entries.length; i++) {
            String entryHash = entryHash(entries[i]);
            previous = chainHash(previous, entryHash);
            draft.want("hashes." + i + "={'entry_hash':'" + entryHash + "','chain_hash':'" + previous + "'}");
        }
        return draft;
    }

    private void chains() {
        chain("empty", "A chain without entries").p0();
        chain("one", "The first entry follows 32 zero bytes", "{'sequence':1}").p0();
        chain("three", "Each chain hash takes the one before", "{'sequence':1}", "{'sequence':2}", "{'sequence':3}")
                .p0();
        chain("equal_entries", "Equal entries have equal entry hashes and different chain hashes", "{}", "{}");
        chain(
                "no_checks",
                "Sequences and tenants are not checked",
                "{'sequence':5,'tenant_id':'a'}",
                "{'sequence':2,'tenant_id':'b'}");
        add("chain_absent", "ledger.chain", "Absent entries", "{}")
                .fails("INVALID_FIELD /entries")
                .p0();
        add("chain_object", "ledger.chain", "Entries are a list", "{'entries':{}}")
                .fails("INVALID_FIELD /entries");
        add("chain_bad_entry", "ledger.chain", "The first bad entry only is reported", "{'entries':[{},1,{},2]}")
                .spec("N15")
                .fails("INVALID_FIELD /entries/1")
                .p0();
        add("chain_null_entry", "ledger.chain", "null is no entry", "{'entries':[null]}")
                .spec("N15")
                .fails("INVALID_FIELD /entries/0");
        add(
                        "chain_bad_json_first",
                        "ledger.chain",
                        "An entry that JCS refuses before one that is no object",
                        "{'entries':[{'a':'\\udc00'},1]}")
                .spec("N15")
                .flags("precedence")
                .fails("INVALID_JSON");
        add(
                        "chain_bad_json_second",
                        "ledger.chain",
                        "One that is no object before an entry that JCS refuses",
                        "{'entries':[1,{'a':'\\udc00'}]}")
                .spec("N15")
                .flags("precedence")
                .fails("INVALID_FIELD /entries/0");
    }

    private void tampering() {
        chain(
                "tamper_base",
                "A chain of two entries, to be compared with the three that follow it",
                "{'amount':'1'}",
                "{'amount':'2'}");
        chain("tamper_first", "Another first entry changes every later chain hash", "{'amount':'9'}", "{'amount':'2'}");
        chain("tamper_swap", "Swapped entries give other chain hashes", "{'amount':'2'}", "{'amount':'1'}");
        chain("tamper_cut", "A cut tail leaves the hashes before it: a chain alone cannot show it", "{'amount':'1'}");
    }

    private static String hex(List<String> texts) {
        return texts.isEmpty() ? "[]" : "['" + String.join("','", texts) + "']";
    }

    /** The leaf hash, and the hash over a row of leaves, straight from RFC 6962's definition. */
    private static String node(int from, int to) {
        if (to - from == 1) {
            return Hashes.sha256(new byte[] {0}, Hashes.bytes(LEAVES.get(from)));
        }
        int k = 1;
        while (2 * k < to - from) {
            k *= 2;
        }
        return Hashes.sha256(new byte[] {1}, Hashes.bytes(node(from, from + k)), Hashes.bytes(node(from + k, to)));
    }

    private void roots() {
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

    private Draft inclusion(String slug, String title, int index, int size, String... proof) {
        return add(
                        "inclusion_" + slug,
                        "merkle.inclusion",
                        title,
                        "{'leaves':" + hex(LEAVES.subList(0, size)) + ",'index':" + index + "}")
                .want(
                        "proof=" + hex(List.of(proof)),
                        "leaf_hash='" + node(index, index + 1) + "'",
                        "root='" + ROOTS.get(size) + "'");
    }

    private void inclusionProofs() {
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

    private Draft consistency(String slug, String title, int first, int second, String... proof) {
        return add(
                        "consistency_" + slug,
                        "merkle.consistency",
                        title,
                        "{'leaves':" + hex(LEAVES.subList(0, second)) + ",'first':" + first + "}")
                .want(
                        "proof=" + hex(List.of(proof)),
                        "first_root='" + ROOTS.get(first) + "'",
                        "second_root='" + ROOTS.get(second) + "'");
    }

    private void consistencyProofs() {
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

    private static Map<String, Object> proofOf(int index, int size, String root, String... proof) {
        return Json.object(
                "leaf_hash",
                node(Math.min(index, 7), Math.min(index, 7) + 1),
                "index",
                Quoted.json("" + index),
                "size",
                Quoted.json("" + size),
                "proof",
                new ArrayList<Object>(List.of(proof)),
                "root",
                root);
    }

    private void inclusionVerified() {
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

    private void consistencyVerified() {
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

    private void badMembers() {
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
