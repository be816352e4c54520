package dev.spendweir.server.http;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Gives the calls in flight at a stop the time that they are promised (spec 9.2).
 *
 * <p>By itself Jetty closes every connection at a stop on which nothing moves for a second. That is right for one without a
 * call. One with a call may be silent for longer: a body pauses on its way, a decision waits for the store.
 */
final class GracefulStop extends GracefulHandler {

    /** Calls in flight get this long to finish. */
    static final long MILLIS = 10_000;

    /** Connections without a call are closed once they have been silent for this long. */
    private static final long SILENCE_MILLIS = 500;

    private final Set<EndPoint> calling = ConcurrentHashMap.newKeySet();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint endPoint =
                socket(request.getConnectionMetaData().getConnection().getEndPoint());
        calling.add(endPoint);
        boolean handled = super.handle(request, response, new Callback.Nested(callback) {
            // The next call of the connection may begin within super: this one has to be over by then.
            @Override
            public void succeeded() {
                over(endPoint);
                super.succeeded();
            }

            @Override
            public void failed(Throwable x) {
                over(endPoint);
                super.failed(x);
            }
        });
        if (!handled) {
            over(endPoint);
        }
        return handled;
    }

    private void over(EndPoint endPoint) {
        calling.remove(endPoint);
        if (isShutdown()) {
            endPoint.setIdleTimeout(SILENCE_MILLIS);
        }
    }

    /** A connector that closes connections at a stop when they have no call of this handler. */
    ServerConnector connector(Server server, ConnectionFactory... factories) {
        ServerConnector connector = new ServerConnector(server, factories) {
            @Override
            public CompletableFuture<Void> shutdown() {
                CompletableFuture<Void> done = super.shutdown();
                // Jetty shuts down handlers first: what begins to call from here on is refused.
                for (EndPoint endPoint : getConnectedEndPoints()) {
                    if (!calling.contains(endPoint)) {
                        endPoint.setIdleTimeout(SILENCE_MILLIS);
                    }
                }
                return done;
            }
        };
        connector.setShutdownIdleTimeout(-1);
        return connector;
    }

    /** What a connector knows the connection by; with TLS a layer lies on it. */
    private static EndPoint socket(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper wrapper ? socket(wrapper.unwrap()) : endPoint;
    }
}
