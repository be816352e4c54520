package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.testing.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The public RFC 6962 test data, read from the folder that {@code -Dspendweir.corpus} names. */
@Tag("corpus")
class MerkleCorpusTest {

    private static final Path MERKLE = Path.of(System.getProperty("spendweir.corpus", "spendweir.corpus-is-not-set"))
            .resolve("rfc6962-merkle");

    @Test
    void everyInclusionProofIsJudgedAsThere() throws IOException {
        JsonArray cases = (JsonArray) JsonReader.read(Files.readAllBytes(MERKLE.resolve("inclusion.json")));
        assertThat(cases.size()).isGreaterThanOrEqualTo(98);
        SoftAssertions softly = new SoftAssertions();
        for (JsonValue each : cases.elements()) {
            boolean wrong = ((JsonBoolean) Json.at(each, "/wantErr")).value();
            String name = text(each, "case");
            boolean valid = MerkleProof.verifyInclusion(
                    bytes(Json.at(each, "/leafHash")),
                    number(each, "leafIdx"),
                    number(each, "treeSize"),
                    proof(each),
                    bytes(Json.at(each, "/root")));
            softly.assertThat(valid).as(name).isEqualTo(!wrong);
        }
        softly.assertAll();
    }

    @Test
    void theReferenceTreeHasTheNodesAndRootsGivenThere() throws IOException {
        JsonObject tree = (JsonObject) JsonReader.read(Files.readAllBytes(MERKLE.resolve("tree8-reference.json")));
        List<String> leaves = texts(Json.at(tree, "/leafInputsHex"));
        List<String> roots = texts(Json.at(tree, "/rootHashesHexBySize"));
        MerkleLog log =
                MerkleLog.ofLeaves(leaves.stream().map(HexFormat.of()::parseHex).toList());
        for (int size = 0; size <= leaves.size(); size++) {
            assertThat(hex(new MerkleTree(log, size).root())).isEqualTo(roots.get(size));
        }
        List<JsonValue> levels = ((JsonArray) Json.at(tree, "/nodeHashesHexByLevel")).elements();
        for (int level = 0; level < levels.size(); level++) {
            List<String> nodes = texts(levels.get(level));
            for (int i = 0; i < nodes.size(); i++) {
                assertThat(hex(log.node(level, i))).isEqualTo(nodes.get(i));
            }
        }
    }

    private static List<byte[]> proof(JsonValue each) {
        List<byte[]> proof = new ArrayList<>();
        JsonValue hashes = Json.at(each, "/proof");
        if (hashes != JsonNull.NULL) {
            ((JsonArray) hashes).elements().forEach(hash -> proof.add(bytes(hash)));
        }
        return proof;
    }

    private static byte[] bytes(JsonValue value) {
        return value == JsonNull.NULL ? new byte[0] : Base64.getDecoder().decode(((JsonString) value).value());
    }

    /** The data has unsigned 64-bit numbers; those beyond a long are below 0 for us, which is as wrong. */
    private static long number(JsonValue each, String name) {
        return new BigInteger(((JsonNumber) Json.at(each, "/" + name)).text()).longValue();
    }

    private static String text(JsonValue each, String name) {
        return ((JsonString) Json.at(each, "/" + name)).value();
    }

    private static List<String> texts(JsonValue array) {
        return ((JsonArray) array)
                .elements().stream().map(text -> ((JsonString) text).value()).toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
