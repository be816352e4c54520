package dev.spendweir.server.runtask;

import java.util.Optional;

/** How far the answer to a call of HCP Terraform is. */
public enum RunTaskStatus {
    /** The gate is to be asked. */
    QUEUED("queued"),
    /** People are to decide. */
    WAITING("waiting"),
    /** The last word is known and is to be delivered. */
    ANSWERING("answering"),
    /** The last word was delivered. */
    DONE("done"),
    /** Nobody takes the last word. */
    UNDELIVERABLE("undeliverable");

    private final String wireName;

    RunTaskStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it is stored. */
    public String wireName() {
        return wireName;
    }

    /** Whether nothing more is to be done. */
    public boolean isOver() {
        return this == DONE || this == UNDELIVERABLE;
    }

    /** The constant that is stored under exactly this word, if there is one. */
    public static Optional<RunTaskStatus> ofWireName(String word) {
        for (RunTaskStatus candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
