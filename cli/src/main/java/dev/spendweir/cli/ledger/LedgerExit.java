package dev.spendweir.cli.ledger;

import dev.spendweir.cli.ExitCode;
import java.util.Collection;
import java.util.Map;

/** The exit codes of {@code ledger verify}: one for each class of damage (spec 3.3). */
public final class LedgerExit {

    private static final Map<String, Integer> CODES = Map.ofEntries(
            Map.entry("payload", 10),
            Map.entry("entry", 11),
            Map.entry("link", 12),
            Map.entry("gap", 13),
            Map.entry("fork", 14),
            Map.entry("head", 15),
            Map.entry("checkpoint_signature", 16),
            Map.entry("unknown_key", 17),
            Map.entry("cut_tail", 18),
            Map.entry("deleted_chain", 19),
            Map.entry("rollback", 20),
            Map.entry("split_view", 21),
            Map.entry("replay", 22));

    /** The files of an export are not those that its signature vouches for. */
    public static final int EXPORT = 23;

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
