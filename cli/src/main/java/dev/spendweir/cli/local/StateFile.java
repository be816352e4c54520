package dev.spendweir.cli.local;

import java.nio.file.Path;

/** The files of a state directory. */
enum StateFile {
    /** Monthly limits; written by people. */
    BUDGETS("budgets.json"),
    /** Credits; written by people. */
    CREDITS("credits.json"),
    /** Daily costs; written by people or an export. */
    COSTS("costs.json"),
    /** Holds, heads of the chains and what was last seen; written by the gate alone. */
    STATE("state.json"),
    /** The chain of decisions. */
    DECISIONS("decisions.jsonl"),
    /** The chain of what governs. */
    GOVERNANCE("governance.jsonl"),
    /** A step that is committed but maybe not yet carried out. */
    JOURNAL("journal.json"),
    /** Locked while somebody works here. */
    LOCK("lock");

    private final String fileName;

    StateFile(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    Path in(Path directory) {
        return directory.resolve(fileName);
    }
}
