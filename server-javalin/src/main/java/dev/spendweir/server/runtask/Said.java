package dev.spendweir.server.runtask;

/** What asking the gate came to. */
sealed interface Said {

    /** The last word. */
    record Final(RunTaskAnswer answer) implements Said {}

    /**
     * People are to decide.
     *
     * @param meanwhile what HCP Terraform is told until then
     */
    record Waits(String approvalId, RunTaskAnswer meanwhile) implements Said {}

    /** The answer was one of an earlier question, and things have changed since: ask anew. */
    record Outdated() implements Said {}

    /** There is no real decision now; asking again may bring one. */
    record Again(String why, RunTaskAnswer otherwise) implements Said {}
}
