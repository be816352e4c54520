package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds for Merkle trees of all sizes up to some hundreds. */
class MerkleProperties {

    private static final int SIZES = 300;

    private static List<byte[]> leaves(int size) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(("leaf-" + i).getBytes(StandardCharsets.UTF_8));
        }
        return leaves;
    }

    @Test
    void rootsOfEverySizeAreThoseOfTheDefinition_growingOrKept() {
        List<byte[]> leaves = leaves(SIZES);
        MerkleLog log = new MerkleLog();
        MerkleFrontier frontier = new MerkleFrontier();
        List<MerkleTree> earlier = new ArrayList<>();
        for (int size = 0; size <= SIZES; size++) {
            byte[] expected = NaiveMerkle.root(leaves.subList(0, size));
            assertThat(log.tree().root()).as("log of size %d", size).isEqualTo(expected);
            assertThat(frontier.root()).as("frontier of size %d", size).isEqualTo(expected);
            assertThat(MerkleFrontier.at(size, frontier.peaks()).root()).isEqualTo(expected);
            earlier.add(log.tree());
            if (size < SIZES) {
                log.append(MerkleHash.leaf(leaves.get(size)));
                frontier.append(MerkleHash.leaf(leaves.get(size)));
            }
        }
        for (int size = 0; size <= SIZES; size++) {
            assertThat(earlier.get(size).root()).isEqualTo(NaiveMerkle.root(leaves.subList(0, size)));
        }
    }

    @Test
    void everyLeafOfEverySizeIsProven_andNowhereElse() {
        List<byte[]> leaves = leaves(130);
        MerkleLog log = MerkleLog.ofLeaves(leaves);
        for (int size = 1; size <= leaves.size(); size++) {
            MerkleTree tree = new MerkleTree(log, size);
            byte[] root = tree.root();
            for (int index = 0; index < size; index++) {
                byte[] leaf = MerkleHash.leaf(leaves.get(index));
                List<byte[]> proof = tree.inclusionProof(index);
                assertThat(MerkleProof.verifyInclusion(leaf, index, size, proof, root))
                        .isTrue();
                assertThat(MerkleProof.verifyInclusion(leaf, index + 1, size, proof, root))
                        .isFalse();
                assertThat(MerkleProof.verifyInclusion(leaf, index - 1, size, proof, root))
                        .isFalse();
                int next = (index + 1) % size;
                assertThat(next != index
                                && MerkleProof.verifyInclusion(
                                        MerkleHash.leaf(leaves.get(next)), index, size, proof, root))
                        .isFalse();
            }
        }
    }

    @Test
    void everySizeIsConsistentWithEveryLaterOne_andWithNoOther() {
        List<byte[]> leaves = leaves(130);
        MerkleLog log = MerkleLog.ofLeaves(leaves);
        for (int second = 1; second <= leaves.size(); second++) {
            MerkleTree tree = new MerkleTree(log, second);
            byte[] secondRoot = tree.root();
            for (int first = 1; first <= second; first++) {
                byte[] firstRoot = new MerkleTree(log, first).root();
                List<byte[]> proof = tree.consistencyProof(first);
                assertThat(MerkleProof.verifyConsistency(first, second, firstRoot, secondRoot, proof))
                        .isTrue();
                assertThat(MerkleProof.verifyConsistency(first - 1, second, firstRoot, secondRoot, proof))
                        .isFalse();
                assertThat(MerkleProof.verifyConsistency(first + 1, second, firstRoot, secondRoot, proof))
                        .isFalse();
            }
        }
    }

    @Property(tries = 150)
    void proofsAreThoseOfTheDefinition(
            @ForAll @IntRange(min = 1, max = SIZES) int size, @ForAll @IntRange(max = SIZES - 1) int pick) {
        List<byte[]> leaves = leaves(size);
        MerkleTree tree = MerkleLog.ofLeaves(leaves).tree();
        int index = pick % size;
        assertThat(tree.inclusionProof(index))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(NaiveMerkle.path(index, leaves));
        assertThat(tree.consistencyProof(index + 1))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(NaiveMerkle.proof(index + 1, leaves));
    }

    /** One bit changed anywhere, a hash more or a hash less: no proof holds any more. */
    @Property(tries = 300)
    void anyChangeBreaksAProof(
            @ForAll @IntRange(min = 2, max = SIZES) int size,
            @ForAll @IntRange(max = SIZES - 1) int pick,
            @ForAll Random random) {
        List<byte[]> leaves = leaves(size);
        MerkleLog log = MerkleLog.ofLeaves(leaves);
        int index = pick % size;
        byte[] leaf = log.node(0, index);
        byte[] root = log.tree().root();
        for (List<byte[]> bad : changes(log.tree().inclusionProof(index), random)) {
            assertThat(MerkleProof.verifyInclusion(leaf, index, size, bad, root))
                    .isFalse();
        }
        List<byte[]> proof = log.tree().inclusionProof(index);
        assertThat(MerkleProof.verifyInclusion(flip(leaf, random), index, size, proof, root))
                .isFalse();
        assertThat(MerkleProof.verifyInclusion(leaf, index, size, proof, flip(root, random)))
                .isFalse();

        int first = index + 1;
        byte[] firstRoot = new MerkleTree(log, first).root();
        List<byte[]> consistency = log.tree().consistencyProof(first);
        for (List<byte[]> bad : changes(consistency, random)) {
            assertThat(MerkleProof.verifyConsistency(first, size, firstRoot, root, bad))
                    .isFalse();
        }
        assertThat(MerkleProof.verifyConsistency(first, size, flip(firstRoot, random), root, consistency))
                .isFalse();
        assertThat(MerkleProof.verifyConsistency(first, size, firstRoot, flip(root, random), consistency))
                .isFalse();
    }

    private static List<List<byte[]>> changes(List<byte[]> proof, Random random) {
        List<List<byte[]>> changed = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> flipped = new ArrayList<>(proof);
            flipped.set(i, flip(proof.get(i), random));
            changed.add(flipped);
            List<byte[]> shorter = new ArrayList<>(proof);
            shorter.remove(i);
            changed.add(shorter);
        }
        for (int i = 0; i <= proof.size(); i++) {
            List<byte[]> longer = new ArrayList<>(proof);
            longer.add(i, flip(MerkleHash.empty(), random));
            changed.add(longer);
            List<byte[]> odd = new ArrayList<>(proof);
            odd.add(i, new byte[0]);
            changed.add(odd);
        }
        return changed;
    }

    private static byte[] flip(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    @Test
    void hugeTrees_areWithinReach() {
        // A log of 2^62 + 1 equal leaves has only one complete subtree of each size.
        List<byte[]> byLevel = new ArrayList<>();
        byLevel.add(MerkleHash.leaf(new byte[0]));
        for (int level = 1; level <= 62; level++) {
            byte[] half = byLevel.get(level - 1);
            byLevel.add(MerkleHash.node(half, half));
        }
        long size = (1L << 62) + 1;
        MerkleTree tree = new MerkleTree((level, index) -> byLevel.get(level), size);
        byte[] leaf = byLevel.get(0);
        assertThat(tree.inclusionProof(12_345)).hasSize(63);
        assertThat(MerkleProof.verifyInclusion(leaf, 12_345, size, tree.inclusionProof(12_345), tree.root()))
                .isTrue();
        assertThat(MerkleProof.verifyInclusion(leaf, size - 1, size, tree.inclusionProof(size - 1), tree.root()))
                .isTrue();
        byte[] before = new MerkleTree((level, index) -> byLevel.get(level), 3).root();
        assertThat(MerkleProof.verifyConsistency(3, size, before, tree.root(), tree.consistencyProof(3)))
                .isTrue();
    }

    @Test
    void arguments_outsideTheTree_areRefused() {
        MerkleTree tree = MerkleLog.ofLeaves(leaves(3)).tree();
        assertThatThrownBy(() -> tree.inclusionProof(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.inclusionProof(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.consistencyProof(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.consistencyProof(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new MerkleLog().append(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MerkleFrontier().append(new byte[33]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleFrontier.at(3, List.of(new byte[32])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleFrontier.at(-1, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MerkleTree(new MerkleLog(), -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
