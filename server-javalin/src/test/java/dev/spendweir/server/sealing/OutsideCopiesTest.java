package dev.spendweir.server.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.note.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideCopiesTest {
    @TempDir
    Path directory;

    @Test
    void outsideCopy_isOnlyReplacedByALargerOne() throws IOException {
        LedgerKeys keys = LedgerKeys.of(SigningKey.ofSeed(new byte[32]), List.of());
        OutsideCopies copies = OutsideCopies.in(directory.resolve("outside"));
        for (long size : new long[] {3, 9, 7}) {
            String note = Checkpoint.of("acme", Chain.DECISIONS, size, MerkleHash.leaf(new byte[0]))
                    .sign(keys.signing())
                    .format();
            copies.keep("acme", Chain.DECISIONS, size, note);
        }
        var newest = copies.newest("acme", Chain.DECISIONS, keys.of("acme", Chain.DECISIONS));
        assertThat(newest.orElseThrow().believed().orElseThrow().size()).isEqualTo(9);
        assertThat(copies.newest("acme", Chain.GOVERNANCE, keys.of("acme", Chain.GOVERNANCE)))
                .isEmpty();
        LedgerKeys others = LedgerKeys.of(
                SigningKey.ofSeed(new byte[] {
                    1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                }),
                List.of());
        assertThat(copies.newest("acme", Chain.DECISIONS, others.of("acme", Chain.DECISIONS))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.UNKNOWN_KEY);
        LedgerKeys rotated =
                LedgerKeys.of(others.signing(), List.of(keys.signing().publicKey()));
        assertThat(copies.newest("acme", Chain.DECISIONS, rotated.of("acme", Chain.DECISIONS))
                        .orElseThrow()
                        .believed())
                .isPresent();
    }
}
