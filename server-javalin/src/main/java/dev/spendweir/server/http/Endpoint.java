package dev.spendweir.server.http;

import java.util.Set;

/**
 * One route: its table entry is all that the shell needs to know to let the right calls through.
 *
 * @param path with parameters in braces
 * @param wholeTenant whether it concerns the whole tenant: a credential with bounds is refused
 * @param parameters the query parameters it knows; any other is refused
 */
record Endpoint(
        Method method, String path, Access access, boolean wholeTenant, Set<String> parameters, AsyncHandler handler) {

    Endpoint {
        parameters = Set.copyOf(parameters);
    }

    /** A route without query parameters, for credentials with bounds too. */
    static Endpoint of(Method method, String path, Access access, Handler handler) {
        return async(method, path, access, AsyncHandler.of(handler));
    }

    /** As {@link #of}, for a route that may have to wait. */
    static Endpoint async(Method method, String path, Access access, AsyncHandler handler) {
        return new Endpoint(method, path, access, false, Set.of(), handler);
    }

    /**
     * The same route, of what no bound can narrow (spec 4.1): a credential that is bound to some projects, environment classes
     * or sources would leave its bounds by it.
     */
    Endpoint ofTheWholeTenant() {
        return new Endpoint(method, path, access, true, parameters, handler);
    }

    /** The same route with these query parameters. */
    Endpoint taking(String... names) {
        return new Endpoint(method, path, access, wholeTenant, Set.of(names), handler);
    }

    /** Method and path, as the log and the metrics name it. */
    String name() {
        return method.name() + " " + path;
    }
}
