package dev.spendweir.cli.command;

import picocli.CommandLine.Parameters;

/** Which chain an operator is about. */
final class ChainParameters {

    @Parameters(index = "0", paramLabel = "TENANT", description = "Whose chain.")
    @SuppressWarnings("NullAway.Init")
    String tenant;

    @Parameters(index = "1", paramLabel = "CHAIN", description = "decisions or governance.")
    @SuppressWarnings("NullAway.Init")
    String chain;

    /** The path of a step of its quarantine. */
    String quarantine(String step) {
        return "/v1/quarantine/" + Listing.escape(tenant) + "/" + Listing.escape(chain) + "/" + step;
    }
}
