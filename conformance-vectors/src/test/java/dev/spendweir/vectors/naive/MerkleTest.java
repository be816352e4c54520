package dev.spendweir.vectors.naive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MerkleTest {
    private static List<byte[]> leaves(int count) {
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(Merkle.leafHash(new byte[] {(byte) i}));
        }
        return hashes;
    }

    @Test
    void inclusionProofs_ofEveryLeafOfEverySmallTree_hold() {
        for (int size = 1; size <= 33; size++) {
            List<byte[]> hashes = leaves(size);
            byte[] root = Merkle.root(hashes);
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = Merkle.inclusion(index, hashes);
                assertThat(Merkle.verifyInclusion(hashes.get(index), index, size, proof, root))
                        .as("%s of %s", index, size)
                        .isTrue();
                assertThat(Merkle.verifyInclusion(hashes.get(index), (index + 1) % size, size, proof, root))
                        .as("%s of %s", index, size)
                        .isEqualTo(size == 1);
            }
        }
    }

    @Test
    void consistencyProofs_ofEveryPairOfSmallTrees_hold() {
        for (int second = 1; second <= 33; second++) {
            List<byte[]> hashes = leaves(second);
            byte[] secondRoot = Merkle.root(hashes);
            for (int first = 1; first <= second; first++) {
                byte[] firstRoot = Merkle.root(hashes.subList(0, first));
                List<byte[]> proof = Merkle.consistency(first, hashes);
                assertThat(Merkle.verifyConsistency(first, second, firstRoot, secondRoot, proof))
                        .as("%s to %s", first, second)
                        .isTrue();
                if (first < second) {
                    assertThat(Merkle.verifyConsistency(first, second, secondRoot, secondRoot, proof))
                            .as("%s to %s", first, second)
                            .isFalse();
                }
            }
        }
    }

    @Test
    @Tag("corpus")
    void inclusionProofs_ofThePublicTestData_areJudgedAsThere() throws Exception {
        Path file = Path.of(System.getProperty("spendweir.corpus"), "rfc6962-merkle", "inclusion.json");
        for (Object fact : Json.asList(JsonReader.read(Files.readString(file)))) {
            boolean valid = judge(fact);
            assertThat(valid)
                    .as((String) Json.at(fact, "case"))
                    .isEqualTo(Boolean.FALSE.equals(Json.at(fact, "wantErr")));
        }
    }

    /** Hashes of a wrong length, and indexes beyond 2^53, are refused before the proof is looked at. */
    private static boolean judge(Object fact) {
        List<Object> proof = new ArrayList<>();
        for (Object hash : Json.at(fact, "proof") == null ? List.of() : Json.asList(Json.at(fact, "proof"))) {
            proof.add(hex(hash));
        }
        NaiveEngine.Answer answer = NaiveEngine.apply(
                "merkle.inclusion",
                Json.object(
                        "leaf_hash", hex(Json.at(fact, "leafHash")),
                        "index", Json.at(fact, "leafIdx"),
                        "size", Json.at(fact, "treeSize"),
                        "proof", proof,
                        "root", hex(Json.at(fact, "root"))));
        return answer.error() == null && Boolean.TRUE.equals(Json.at(answer.result(), "valid"));
    }

    private static Object hex(Object base64) {
        return base64 == null ? null : Canonical.hex(Base64.getDecoder().decode((String) base64));
    }

    @Test
    @Tag("corpus")
    void nodes_ofThePublicTreeOfEightLeaves_areThoseThere() throws Exception {
        Object tree = JsonReader.read(Files.readString(
                Path.of(System.getProperty("spendweir.corpus"), "rfc6962-merkle", "tree8-reference.json")));
        List<Object> leaves = Json.asList(Json.at(tree, "leafInputsHex"));
        List<Object> roots = Json.asList(Json.at(tree, "rootHashesHexBySize"));
        for (int size = 0; size < roots.size(); size++) {
            Object result = NaiveEngine.apply("merkle.root", Json.object("leaves", leaves.subList(0, size)))
                    .result();
            assertThat(Json.at(result, "root")).isEqualTo(roots.get(size));
        }
    }
}
