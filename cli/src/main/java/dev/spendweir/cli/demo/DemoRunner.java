package dev.spendweir.cli.demo;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.client.ApiClient;
import dev.spendweir.cli.client.ApiKey;
import dev.spendweir.cli.client.ServerAddress;
import dev.spendweir.server.Server;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.config.ConfigException;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.logging.LogSetup;
import java.nio.file.Path;
import java.util.Map;

/** Starts the server of a demo in its own directory, tells the story, and leaves the server running. */
public final class DemoRunner implements AutoCloseable {

    private final DemoDirectory directory;
    private final Server server;
    private final String key;
    private final DemoLog log;

    private DemoRunner(DemoDirectory directory, Server server, String key, DemoLog log) {
        this.directory = directory;
        this.server = server;
        this.key = key;
        this.log = log;
    }

    /**
     * Starts a server and tells the story.
     *
     * @param directory emptied and used for everything
     * @param port 0 takes any free port
     * @param ownProcess whether the log of the whole process may be redirected into the directory
     * @throws CliException when something is not as expected; the server is stopped then
     */
    public static DemoRunner run(CliContext context, Path directory, int port, boolean ownProcess) {
        DemoDirectory taken = DemoDirectory.take(directory);
        boolean told = false;
        try {
            DemoLog log = new DemoLog(context);
            Server server = log.step(
                    "start the server with its own PostgreSQL in " + directory,
                    () -> start(config(taken, port), ownProcess));
            DemoRunner demo = told(context, taken, server, log);
            told = true;
            return demo;
        } finally {
            if (!told) {
                taken.close();
            }
        }
    }

    private static DemoRunner told(CliContext context, DemoDirectory directory, Server server, DemoLog log) {
        boolean told = false;
        try {
            String key =
                    server.bootstrapKey().orElseThrow(() -> new CliException("the new server made no first API key"));
            ApiClient client = new ApiClient(new ServerAddress(server.url()), ApiKey.of(key), context.requestId());
            new Demo(context, client, log).run();
            told = true;
            return new DemoRunner(directory, server, key, log);
        } finally {
            if (!told) {
                server.close();
            }
        }
    }

    private static ServerConfig config(DemoDirectory directory, int port) {
        // Nothing of the user's environment: a demo must never find its way into a real database.
        Map<String, String> overrides = Map.of(
                "profile", "dev",
                "data_dir", directory.data().toString(),
                "http.host", "127.0.0.1",
                "http.port", Integer.toString(port),
                "log.file", directory.path().resolve("server.log").toString());
        try {
            return ServerConfig.load(null, Map.of(), overrides);
        } catch (ConfigException e) {
            throw CliException.causedBy(e);
        }
    }

    private static Server start(ServerConfig config, boolean ownProcess) {
        if (ownProcess) {
            LogSetup.install(config);
        }
        try {
            return Server.start(config);
        } catch (StartupException e) {
            throw CliException.causedBy(e);
        }
    }

    /** Where the server is. */
    public String url() {
        return server.url().toString();
    }

    /** The owner key of the demo's tenant. */
    public String key() {
        return key;
    }

    /** How long everything took. */
    public String total() {
        return log.total();
    }

    @Override
    public void close() {
        server.close();
        directory.close();
    }
}
