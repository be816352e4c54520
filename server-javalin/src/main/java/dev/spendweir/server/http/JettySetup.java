package dev.spendweir.server.http;

import dev.spendweir.server.config.HttpSettings;
import io.javalin.config.JavalinConfig;
import java.util.EnumSet;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The listener: threads, header limits, what URIs are taken, how it stops. */
final class JettySetup {

    /** The least that Jetty's acceptor, selectors and reserved threads need beside the calls. */
    private static final int LEAST_THREADS = 8;

    /** Room for a bearer token, a trace and an idempotency key, many times over. */
    private static final int HEADER_BYTES = 16 * 1024;

    /** Connections that the kernel keeps while all threads are busy. */
    private static final int ACCEPT_QUEUE = 256;

    /** Calls in flight get this long to finish at a stop (spec 9.2). */
    static final long STOP_MILLIS = 10_000;

    private JettySetup() {}

    static void apply(JavalinConfig config, HttpSettings settings) {
        boolean virtual = Runtime.version().feature() >= 21;
        config.concurrency.useVirtualThreads = virtual;
        if (!virtual) {
            config.jetty.threadPool = pool(settings);
        }
        config.jetty.modifyServer(JettySetup::server);
        config.jetty.modifyHttpConfiguration(JettySetup::http);
        // A project may have a slash in its name: %2F in a path parameter is taken as part of the name.
        config.jetty.modifyServletContextHandler(handler -> {
            handler.getServletHandler().setDecodeAmbiguousURIs(true);
            handler.setErrorHandler(new JettyErrors.Servlet());
        });
        config.jetty.addConnector((server, http) -> connector(server, http, settings));
    }

    private static QueuedThreadPool pool(HttpSettings settings) {
        QueuedThreadPool pool = new QueuedThreadPool(settings.maxThreads(), LEAST_THREADS);
        pool.setName("http");
        return pool;
    }

    private static void server(Server server) {
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(STOP_MILLIS);
        server.setStopAtShutdown(false);
        server.setHandler(new GracefulHandler());
    }

    private static void http(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setUriCompliance(
                UriCompliance.from(EnumSet.of(Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING)));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, HttpSettings settings) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeoutMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }
}
