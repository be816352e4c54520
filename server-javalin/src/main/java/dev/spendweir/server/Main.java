package dev.spendweir.server;

import dev.spendweir.server.config.ConfigException;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.logging.LogSetup;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs one server as a process: {@code serve [--config FILE] [--port N] [--data-dir DIR]}. Standard output gets one line
 * with the address, and one with the first key when there is one; everything else goes to the log. Exit code 0 after a
 * stop by signal, 1 when it cannot start, 64 for a wrong command line.
 */
public final class Main {

    private static final int CANNOT_START = 1;
    private static final int USAGE = 64;

    /** Options and the configuration keys that they override. */
    private static final Map<String, String> OPTIONS =
            Map.of("--port", "http.port", "--data-dir", "data_dir", "--host", "http.host");

    private Main() {}

    /** Starts and waits until the process is told to stop. */
    public static void main(String[] arguments) {
        int code = run(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(String[] arguments) {
        Map<String, String> overrides = new LinkedHashMap<>();
        Path file = null;
        if (arguments.length % 2 == 0 || !arguments[0].equals("serve")) {
            return usage();
        }
        for (int i = 1; i < arguments.length; i += 2) {
            String key = OPTIONS.get(arguments[i]);
            if (arguments[i].equals("--config")) {
                file = Path.of(arguments[i + 1]);
            } else if (key != null) {
                overrides.put(key, arguments[i + 1]);
            } else {
                return usage();
            }
        }
        return serve(file, overrides);
    }

    private static int usage() {
        System.err.println("usage: serve [--config FILE] [--port N] [--host ADDRESS] [--data-dir DIR]");
        return USAGE;
    }

    private static int serve(@Nullable Path file, Map<String, String> overrides) {
        try {
            ServerConfig config = ServerConfig.load(file, System.getenv(), overrides);
            LogSetup.install(config);
            Server server = Server.start(config);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "stop"));
            server.bootstrapKey()
                    .ifPresent(key -> System.out.println("Owner key of tenant default, shown once: " + key));
            // Last, so that a script which waits for it has read everything.
            System.out.println("Spendweir listens on " + server.url());
            System.out.flush();
            stopped.await();
            return 0;
        } catch (ConfigException | StartupException e) {
            System.err.println(e.getMessage());
            return CANNOT_START;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CANNOT_START;
        }
    }

    private static void stop(Server server, CountDownLatch stopped) {
        server.close();
        stopped.countDown();
    }
}
