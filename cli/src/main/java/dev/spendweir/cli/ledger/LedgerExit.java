package dev.spendweir.cli.ledger;

import dev.spendweir.cli.ExitCode;
import java.util.Collection;
import java.util.Map;

/** The exit codes of {@code ledger verify}: one for each class of damage (spec 3.3). */
public final class LedgerExit {

    private static final Map<String, Integer> CODES =
            Map.of("payload", 10, "entry", 11, "link", 12, "gap", 13, "fork", 14, "head", 15);

    private LedgerExit() {}

    /** The code of the first bad chain; a class that this version does not know is {@link ExitCode#FAILED}. */
    public static int of(Collection<VerifiedChain> chains) {
        return chains.stream()
                .flatMap(chain -> chain.failure().stream())
                .findFirst()
                .map(failure -> CODES.getOrDefault(failure.kind(), ExitCode.FAILED.code()))
                .orElse(ExitCode.GO.code());
    }
}
