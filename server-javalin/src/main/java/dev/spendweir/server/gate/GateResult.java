package dev.spendweir.server.gate;

import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.rejection.RejectedException;

/** What became of one call of a gate transaction. */
public sealed interface GateResult {
    /** It has its answer. */
    record Answered(GateAnswer answer) implements GateResult {}

    /** It is a bad call. */
    record Refused(RejectedException why) implements GateResult {}

    /** It could not be decided; nothing of it is stored. */
    record Unable(FailsafeCause cause) implements GateResult {}
}
