package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands for people who decide, and for those who asked (spec 2.1). */
final class ApprovalsCommand {

    private static final String APPROVALS = "/v1/approvals";

    private ApprovalsCommand() {}

    /** Lists approvals. */
    @Command(
            name = "list",
            sortOptions = false,
            description = "List approval requests, newest first; without options those that you may decide now.")
    static final class ListApprovals implements Runnable {

        private final CliContext context;

        @Option(names = "--mine", description = "Those that you asked for, whatever became of them.")
        private boolean mine;

        @Option(
                names = "--status",
                paramLabel = "STATUS",
                description = "Those in this status that you may see: pending, approved, denied, expired, cancelled or "
                        + "consumed.")
        private @Nullable String status;

        @Option(names = "--project", paramLabel = "ID", description = "Only of this project.")
        private @Nullable String project;

        @Mixin
        private final ServerOptions server = new ServerOptions();

        @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
        @SuppressWarnings("NullAway.Init")
        private ListingFormat output;

        ListApprovals(CliContext context) {
            this.context = context;
        }

        @Override
        public void run() {
            StringBuilder query = new StringBuilder(mine ? "mine=true" : "");
            append(query, "status", status);
            append(query, "project_id", project);
            if (!mine && status == null) {
                append(query, "actionable", "true");
            }
            List<JsonObject> items = server.list(context, APPROVALS, query.toString());
            if (output == ListingFormat.JSON) {
                context.out().println(Listing.json(JsonArray.of(items.stream())));
                return;
            }
            if (items.isEmpty()) {
                context.err()
                        .println(
                                mine || status != null
                                        ? "there are none"
                                        : "nothing waits for you; --mine shows what you asked for");
                return;
            }
            context.out()
                    .printf(
                            "%-36s  %-9s  %14s  %-20s  %-16s  %s%n",
                            "APPROVAL", "STATUS", "A MONTH", "DEADLINE", "ASKED BY", "WHAT");
            items.forEach(this::print);
        }

        private void print(JsonObject item) {
            context.out()
                    .printf(
                            "%-36s  %-9s  %14s  %-20s  %-16s  %s%n",
                            Listing.text(item, "approval_id"),
                            Listing.text(item, "status"),
                            Listing.text(item, "max_monthly_delta") + " " + Listing.text(item, "currency"),
                            Listing.text(item, "deadline").replaceAll("\\.[0-9]+Z$", "Z"),
                            Listing.text(item, "requester_id"),
                            what(item));
        }

        private static void append(StringBuilder query, String name, @Nullable String value) {
            if (value != null) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(Listing.escape(value));
            }
        }
    }

    private static String what(JsonObject item) {
        String change = Listing.text(item, "change_id");
        return Listing.text(item, "resource_reference") + " in " + Listing.text(item, "project_id") + "/"
                + Listing.text(item, "environment") + (change.isEmpty() ? "" : " (" + change + ")");
    }

    /** One step of one approval. */
    abstract static class Step implements Runnable {

        private final CliContext context;
        private final String step;
        private final String hint;

        @Parameters(
                paramLabel = "APPROVAL_ID",
                description = "The approval, from 'approvals list' or the gate's answer.")
        @SuppressWarnings("NullAway.Init")
        private String approvalId;

        @Option(names = "--comment", paramLabel = "TEXT", description = "Why; kept in the ledger.")
        private @Nullable String comment;

        @Mixin
        private final ServerOptions server = new ServerOptions();

        @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
        @SuppressWarnings("NullAway.Init")
        private ListingFormat output;

        Step(CliContext context, String step, String hint) {
            this.context = context;
            this.step = step;
            this.hint = hint;
        }

        @Override
        public final void run() {
            JsonObject body = comment == null
                    ? JsonObject.EMPTY
                    : JsonObject.builder().put("comment", comment).build();
            String path = APPROVALS + "/" + Listing.escape(approvalId) + "/" + step;
            JsonObject item =
                    server.call(context, ApiCall.json("POST", path, body)).json();
            if (output == ListingFormat.JSON) {
                context.out().println(Listing.json(item));
                return;
            }
            String status = Listing.text(item, "status");
            context.out().println("approval " + Listing.text(item, "approval_id") + ": " + status + ", " + what(item));
            context.out().println("  " + (status.equals("pending") ? "recorded; more reviewers have to agree" : hint));
        }
    }

    /** Agrees. */
    @Command(name = "approve", description = "Agree to a change that waits for you; never to your own.")
    static final class Approve extends Step {
        Approve(CliContext context) {
            super(context, "approve", "the pipeline goes on when it runs again");
        }
    }

    /** Refuses. */
    @Command(name = "deny", description = "Refuse a change that waits for you. One denial ends it.")
    static final class Deny extends Step {
        Deny(CliContext context) {
            super(context, "deny", "its money is free again");
        }
    }

    /** Withdraws. */
    @Command(name = "cancel", description = "Withdraw a request of yours, also after it was approved.")
    static final class Cancel extends Step {
        Cancel(CliContext context) {
            super(context, "cancel", "its money is free again");
        }
    }
}
