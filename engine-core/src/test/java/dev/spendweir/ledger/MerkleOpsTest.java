package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected hashes were computed by another program (Python's hashlib) from the text of RFC 6962. */
class MerkleOpsTest {

    private static final String LEAF_4 = "ea9fc1a1b6e191b460d0d6306e3e870c173f39330f13cda1b70cfc72bdc398ba";
    private static final String ROOT_4 = "0e18a12342e3bc9cc1c08874d40db55625a37f21668bca8c356a3114d9fc9775";
    private static final String ROOT_7 = "47adb8754f47d36dc7140d3aab08b2bcfe598922f9be18f72b92ae23937ccb82";
    private static final String PATH_4 = "['8f1593cb92f429d9340b9bbc1f0bb122adf8026c42a4a42142e2168931727236',"
            + "'676f3782f5b3a5fb4370ed49572cedc523f4a66322269c85f2af0509d17b0a4d','" + ROOT_4 + "']";
    private static final String PROOF_4_7 = "['8eae6bd3b3a07f1f75ee72a531629e6eb31e42e62f760e47de52a53c3641ef23']";

    /** Seven leaves, the third of them empty. */
    private static final String LEAVES =
            "['6c6561662d30','6c6561662d31','','6c6561662d33','6c6561662d34','6c6561662d35','6c6561662d36']";

    @Test
    void root_ofLeaves() {
        assertThat(MerkleOps.root(Json.object("{'leaves': " + LEAVES + "}")))
                .isEqualTo(Json.object("{'root': '" + ROOT_7 + "'}"));
    }

    @Test
    void root_ofNothing_isTheHashOfNothing() {
        assertThat(MerkleOps.root(Json.object("{'leaves': []}")))
                .isEqualTo(Json.object("{'root': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'}"));
    }

    @Test
    void inclusion_ofLeaves_isAProof() {
        assertThat(MerkleOps.inclusion(Json.object("{'leaves': " + LEAVES + ", 'index': 4}")))
                .isEqualTo(Json.object(
                        "{'proof': " + PATH_4 + ", 'leaf_hash': '" + LEAF_4 + "', 'root': '" + ROOT_7 + "'}"));
    }

    @Test
    void consistency_ofLeaves_isAProof() {
        assertThat(MerkleOps.consistency(Json.object("{'leaves': " + LEAVES + ", 'first': 4}")))
                .isEqualTo(Json.object("{'proof': " + PROOF_4_7 + ", 'first_root': '" + ROOT_4 + "', 'second_root': '"
                        + ROOT_7 + "'}"));
        assertThat(MerkleOps.consistency(Json.object("{'leaves': " + LEAVES + ", 'first': 7}")))
                .isEqualTo(
                        Json.object("{'proof': [], 'first_root': '" + ROOT_7 + "', 'second_root': '" + ROOT_7 + "'}"));
    }

    /** Leaf 4 has a path of the same shape in a tree of 8: a size is believed only as far as the root's source is. */
    @ParameterizedTest
    @CsvSource({
        "4, 7, true",
        "3, 7, false",
        "4, 8, true",
        "4, 9, false",
        "7, 7, false",
        "0, 0, false",
        "18446744073709551615, 7, false",
        "4, 18446744073709551616, false"
    })
    void inclusion_withProof_isVerified(String index, String size, boolean valid) {
        JsonObject input = Json.object("{'leaf_hash': '" + LEAF_4 + "', 'index': " + index + ", 'size': " + size
                + ", 'proof': " + PATH_4 + ", 'root': '" + ROOT_7 + "'}");
        assertThat(MerkleOps.inclusion(input)).isEqualTo(Json.object("{'valid': " + valid + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 7, true",
        "5, 7, false",
        "4, 9, false",
        "0, 7, false",
        "7, 4, false",
        "4, 18446744073709551616, false"
    })
    void consistency_withProof_isVerified(String first, String second, boolean valid) {
        JsonObject input = Json.object("{'first': " + first + ", 'second': " + second + ", 'first_root': '" + ROOT_4
                + "', 'second_root': '" + ROOT_7 + "', 'proof': " + PROOF_4_7 + "}");
        assertThat(MerkleOps.consistency(input)).isEqualTo(Json.object("{'valid': " + valid + "}"));
    }

    @Test
    void consistency_ofOneSize_hasAnEmptyProof() {
        String same = "{'first': 7, 'second': 7, 'first_root': '" + ROOT_7 + "', 'second_root': '%s', 'proof': []}";
        assertThat(MerkleOps.consistency(Json.object(same.replace("%s", ROOT_7))))
                .isEqualTo(Json.object("{'valid': true}"));
        assertThat(MerkleOps.consistency(Json.object(same.replace("%s", ROOT_4))))
                .isEqualTo(Json.object("{'valid': false}"));
    }

    /** Only the first bad member is reported, in the order of the shape (spec 10 N15). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "root | {} | /leaves",
                "root | {'leaves': null} | /leaves",
                "root | {'leaves': 'ab'} | /leaves",
                "root | {'leaves': ['ab', 'a', 7]} | /leaves/1",
                "root | {'leaves': ['AB']} | /leaves/0",
                "root | {'leaves': ['0x']} | /leaves/0",
                "root | {'leaves': [null]} | /leaves/0",
                "inclusion | {'index': -1} | /leaves",
                "inclusion | {'leaves': ['ab'], 'proof': null} | /index",
                "inclusion | {'leaves': ['ab'], 'index': 1} | /index",
                "inclusion | {'leaves': ['ab'], 'index': -1} | /index",
                "inclusion | {'leaves': ['ab'], 'index': 0.0} | /index",
                "inclusion | {'leaves': ['ab'], 'index': '0'} | /index",
                "inclusion | {'leaves': [], 'index': 0} | /index",
                "inclusion | {'proof': 7} | /leaf_hash",
                "inclusion | {'proof': [], 'leaf_hash': 'ab'} | /leaf_hash",
                "consistency | {'leaves': ['ab']} | /first",
                "consistency | {'leaves': ['ab'], 'first': 0} | /first",
                "consistency | {'leaves': ['ab'], 'first': 2} | /first",
                "consistency | {'proof': []} | /first",
                "consistency | {'proof': [], 'first': 1, 'second': 1e0} | /second",
                "consistency | {'proof': [], 'first': 1, 'second': 1} | /first_root"
            })
    void firstBadMember_isRefused(String op, String input, String pointer) {
        assertThat(refusal(op, input)).isEqualTo("[INVALID_FIELD " + pointer + "]");
    }

    @Test
    void badHashes_areRefusedInOrder() {
        String start = "{'leaf_hash': '" + LEAF_4 + "', 'index': 0, 'size': 1, ";
        assertThat(refusal("inclusion", start + "'proof': ['" + ROOT_4 + "', 'ab'], 'root': ''}"))
                .isEqualTo("[INVALID_FIELD /proof/1]");
        assertThat(refusal("inclusion", start + "'proof': [], 'root': ''}")).isEqualTo("[INVALID_FIELD /root]");
        String roots = "{'first': 1, 'second': 2, 'first_root': '" + ROOT_4 + "', ";
        assertThat(refusal("consistency", roots + "'second_root': 'ab', 'proof': [1]}"))
                .isEqualTo("[INVALID_FIELD /second_root]");
        assertThat(refusal("consistency", roots + "'second_root': '" + ROOT_4 + "', 'proof': [1]}"))
                .isEqualTo("[INVALID_FIELD /proof/0]");
    }

    @FunctionalInterface
    private interface Op {
        JsonObject apply(JsonObject input);
    }

    private static String refusal(String op, String input) {
        Op apply = switch (op) {
            case "root" -> MerkleOps::root;
            case "inclusion" -> MerkleOps::inclusion;
            default -> MerkleOps::consistency;
        };
        return Refusals.of(() -> apply.apply(Json.object(input))).toString();
    }
}
