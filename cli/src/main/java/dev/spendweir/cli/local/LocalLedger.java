package dev.spendweir.cli.local;

import dev.spendweir.cli.CliException;
import dev.spendweir.cli.local.LocalState.Head;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.ledger.LedgerLine;
import dev.spendweir.server.store.UuidV7;
import java.nio.charset.StandardCharsets;

/** One chain of a state directory: what is appended in this step, as lines of its file. Not thread-safe. */
final class LocalLedger {

    private final StateFile file;
    private final Head before;
    private final LedgerAppender appender;
    private final UuidV7 ids;
    private final StringBuilder lines = new StringBuilder();

    /**
     * @throws CliException when the file is not what the last step left: the gate never continues a chain that somebody
     *     else has touched
     */
    LocalLedger(StateDirectory directory, StateFile file, Chain chain, String tenantId, Head head, UuidV7 ids) {
        this.file = file;
        this.before = head;
        this.ids = ids;
        this.appender = new LedgerAppender(tenantId, chain, head.chain());
        long length = directory.length(file.fileName());
        if (length != head.bytes()) {
            throw new CliException(
                    "the ledger " + file.fileName() + " has " + length + " bytes, but the gate left it with "
                            + head.bytes(),
                    "somebody else wrote to it, or only a part of the directory was restored: spendweir ledger verify --file "
                            + file.in(directory.path()));
        }
    }

    /** Appends an entry. */
    LedgerAppender.Appended append(LedgerEvent event) {
        LedgerAppender.Appended appended =
                appender.append(event, ids.next().toString(), ids.randomBytes(LedgerHash.SALT_BYTES));
        lines.append(new String(LedgerLine.of(appended.stored()).bytes(), StandardCharsets.UTF_8))
                .append('\n');
        return appended;
    }

    /** Adds what was appended to a step. */
    void addTo(Journal journal) {
        if (!lines.isEmpty()) {
            journal.append(file.fileName(), before.bytes(), lines.toString());
        }
    }

    /** The head after what was appended. */
    Head head() {
        return new Head(appender.head(), before.bytes() + lines.toString().getBytes(StandardCharsets.UTF_8).length);
    }
}
