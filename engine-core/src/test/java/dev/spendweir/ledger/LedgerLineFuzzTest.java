package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;

/** Any bytes as a line of a ledger file: refused, or a line that writes and reads back and that the verifier judges. */
class LedgerLineFuzzTest {

    @FuzzTest
    void anyBytes_areALineThatReadsBackOrRefused(byte[] input) {
        Untrusted.read(() -> LedgerLine.read(input), ErrorCode.LEDGER_FILE_INVALID)
                .ifPresent(line -> Untrusted.read(line::toStored, ErrorCode.LEDGER_FILE_INVALID)
                        .ifPresent(stored -> check(line, stored)));
    }

    private static void check(LedgerLine line, StoredEntry stored) {
        byte[] written = line.bytes();
        assertThat(LedgerLine.read(written).bytes()).isEqualTo(written);
        assertThat(LedgerLine.of(stored).bytes()).isEqualTo(written);
        ChainVerifier verifier = ChainVerifier.of("acme", Chain.GOVERNANCE);
        boolean bad = verifier.accept(stored).isPresent();
        assertThat(verifier.finish().entries()).isEqualTo(bad ? 0 : 1);
    }
}
