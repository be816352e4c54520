package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.approval.ApprovalClient;
import dev.spendweir.cli.approval.ApprovalUse;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.ApiClient;
import dev.spendweir.cli.client.ApiKey;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.client.ServerAddress;
import dev.spendweir.cli.client.ServerAnswer;
import dev.spendweir.cli.gate.Gate;
import dev.spendweir.cli.gate.RemoteGate;
import dev.spendweir.cli.gate.SendLevel;
import dev.spendweir.price.PriceSheet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that call a server. */
final class ServerOptions {

    /** The environment variable that says where the server is. */
    static final String SERVER_VARIABLE = "SPENDWEIR_SERVER";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server, such as https://gate.example.com. Default: $" + SERVER_VARIABLE + ".")
    @Nullable
    String server;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "A file that holds the API key. Default: $" + ApiKey.VARIABLE
                    + ". There is no option for the key itself: command lines can be read by others.")
    @Nullable
    String apiKeyFile;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long to try, such as 30s or 5m. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    Duration timeout;

    private @Nullable PatientCaller caller;

    /** Whether a server is named on the command line. */
    boolean isGivenAsOption() {
        return server != null;
    }

    /**
     * The gate of the server.
     *
     * @throws CliException (usage) when no server or no key is named
     */
    Gate gate(CliContext context, SendLevel level, PriceSheet sheet) {
        return new RemoteGate(caller(context), timeout, level, sheet);
    }

    /** The approvals of the server. */
    ApprovalClient approvals(CliContext context) {
        return new ApprovalClient(caller(context), timeout);
    }

    /** Uses approvals of the server. */
    ApprovalUse approvalUse(CliContext context) {
        return new ApprovalUse(approvals(context));
    }

    /**
     * Makes one call that must succeed.
     *
     * @throws CliException when no server or no key is named, when there is no answer, and in the server's words when it
     *     refuses
     */
    ServerAnswer call(CliContext context, ApiCall call) {
        return caller(context).success(call, timeout);
    }

    /** All items of a list, page after page; errors as {@link #call}. */
    List<JsonObject> list(CliContext context, String path) {
        return list(context, path, "");
    }

    /** Those that a query selects, which is escaped already. */
    List<JsonObject> list(CliContext context, String path, String query) {
        return Listing.all(caller(context), path, query, timeout);
    }

    /** One client for all calls of a command, so that what is to be said of the address is said once. */
    private PatientCaller caller(CliContext context) {
        PatientCaller made = caller;
        if (made == null) {
            made = new PatientCaller(client(context));
            caller = made;
        }
        return made;
    }

    private ApiClient client(CliContext context) {
        String address = server == null ? context.env(SERVER_VARIABLE) : server;
        if (address.isEmpty()) {
            throw CliException.usage("no server", "name it with --server or in " + SERVER_VARIABLE);
        }
        ServerAddress parsed = ServerAddress.parse(address);
        ApiKey key = ApiKey.find(context, apiKeyPath(context));
        if (parsed.isUnprotected()) {
            context.err().println("spendweir: warning: the API key goes over the network unprotected; use https");
        }
        return new ApiClient(parsed, key, context.requestId());
    }

    private @Nullable Path apiKeyPath(CliContext context) {
        return apiKeyFile == null ? null : context.resolve(apiKeyFile);
    }
}
