package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.gate.ChangeFiles;
import dev.spendweir.cli.gate.Gate;
import dev.spendweir.cli.gate.GateResult;
import dev.spendweir.cli.gate.GateSubject;
import dev.spendweir.cli.gate.PricedChange;
import dev.spendweir.policy.Policy;
import java.nio.file.Path;
import java.util.Optional;

/** A gate whose state is a directory. Each call is one durable step, alone in the directory. */
public final class LocalGate implements Gate {

    private final Path directory;
    private final Policy policy;
    private final CliContext context;

    /** A gate on that directory, by that policy. */
    public LocalGate(Path directory, Policy policy, CliContext context) {
        this.directory = directory;
        this.policy = policy;
        this.context = context;
    }

    @Override
    public GateResult ask(GateSubject subject, ChangeFiles files, PricedChange change) {
        try (StateDirectory state = StateDirectory.open(directory)) {
            sayRecovered(state);
            return new LocalStep(state, policy, context).ask(subject, change, files.planFileSha256());
        }
    }

    @Override
    public GateResult settle(GateSubject subject, Optional<String> reservationId, Optional<Amount> actual) {
        try (StateDirectory state = StateDirectory.open(directory)) {
            sayRecovered(state);
            return new LocalStep(state, policy, context).settle(subject, reservationId, actual);
        }
    }

    private void sayRecovered(StateDirectory state) {
        if (state.wasRecovered()) {
            context.err().println("spendweir: finished a step that an earlier call was interrupted in");
        }
    }
}
