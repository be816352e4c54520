package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.server.Server;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.config.ConfigException;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.logging.LogSetup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server. */
@Command(
        name = "serve",
        description = {
            "Run the server until it is told to stop (Ctrl-C, SIGTERM).",
            "Without a configuration it starts its own PostgreSQL in a directory and prints an owner key once. "
                    + "docs/configuration.md has every setting; each is also an environment variable."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped as told", "1:it cannot start; one line says why", "64:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  spendweir serve --port 8080 --data-dir /var/lib/spendweir",
            "  SPENDWEIR_DB_URL=jdbc:postgresql://db/spendweir \\",
            "      spendweir serve --config spendweir.yaml"
        })
final class ServeCommand implements Runnable {

    private static final String CONFIG_VARIABLE = "SPENDWEIR_CONFIG";

    private final CliContext context;

    @Option(names = "--port", paramLabel = "N", description = "Where to listen; 0 takes any free port. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where its own PostgreSQL lives. Default: spendweir-data.")
    private @Nullable String dataDirectory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings in YAML. Default: $" + CONFIG_VARIABLE + ".")
    private @Nullable String configFile;

    ServeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        try {
            ServerConfig config = ServerConfig.load(configPath(), context.env(), overrides());
            LogSetup.install(config);
            Server server = Server.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
            context.out().println("Spendweir listens on " + server.url());
            server.bootstrapKey()
                    .ifPresent(key -> context.out().println("Owner key of tenant default, shown once: " + key));
            context.out().flush();
            Waiting.untilTheProcessEnds();
        } catch (ConfigException | StartupException e) {
            throw CliException.causedBy(e);
        }
    }

    private @Nullable Path configPath() {
        String named = configFile == null ? context.env(CONFIG_VARIABLE) : configFile;
        return named.isEmpty() ? null : context.resolve(named);
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>();
        if (port != null) {
            overrides.put("http.port", port.toString());
        }
        if (dataDirectory != null) {
            overrides.put("data_dir", context.resolve(dataDirectory).toString());
        }
        return overrides;
    }
}
