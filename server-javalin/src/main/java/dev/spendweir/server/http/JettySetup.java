package dev.spendweir.server.http;

import dev.spendweir.server.config.HttpSettings;
import dev.spendweir.server.tls.TlsSetup;
import io.javalin.config.JavalinConfig;
import java.util.EnumSet;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The listener: header limits, what URIs are taken, how it stops. */
final class JettySetup {

    /** Room for a bearer token, a trace and an idempotency key, many times over. */
    private static final int HEADER_BYTES = 16 * 1024;

    /** Connections that the kernel keeps while all threads are busy. */
    private static final int ACCEPT_QUEUE = 256;

    /** The name of the connector with TLS. */
    static final String TLS = "tls";

    private JettySetup() {}

    static void apply(JavalinConfig config, HttpSettings settings, @Nullable TlsSetup tls, HttpThreads threads) {
        threads.apply(config);
        GracefulStop stop = new GracefulStop();
        config.jetty.modifyServer(server -> server(server, stop));
        config.jetty.modifyHttpConfiguration(JettySetup::http);
        // A project may have a slash in its name: %2F in a path parameter is taken as part of the name.
        config.jetty.modifyServletContextHandler(handler -> {
            handler.getServletHandler().setDecodeAmbiguousURIs(true);
            handler.setErrorHandler(new JettyErrors.Servlet());
        });
        config.jetty.addConnector((server, http) ->
                listening(stop.connector(server, new HttpConnectionFactory(http)), settings, settings.port()));
        if (tls != null) {
            config.jetty.addConnector(
                    (server, http) -> listening(tlsConnector(stop, server, http, tls), settings, tls.port()));
        }
    }

    private static void server(Server server, GracefulStop stop) {
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(GracefulStop.MILLIS);
        server.setStopAtShutdown(false);
        server.setHandler(stop);
    }

    private static void http(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setUriCompliance(
                UriCompliance.from(EnumSet.of(Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING)));
    }

    private static ServerConnector tlsConnector(
            GracefulStop stop, Server server, HttpConfiguration http, TlsSetup tls) {
        HttpConfiguration secure = new HttpConfiguration(http);
        // Clients may call by address too; whom they trust is theirs to check.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = stop.connector(
                server, AbstractConnectionFactory.getFactories(tls.context(), new HttpConnectionFactory(secure)));
        connector.setName(TLS);
        return connector;
    }

    private static ServerConnector listening(ServerConnector connector, HttpSettings settings, int port) {
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(settings.idleTimeoutMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }
}
