package dev.spendweir.server.http;

import java.util.Set;

/**
 * One route: its table entry is all that the shell needs to know to let the right calls through.
 *
 * @param path with parameters in braces
 * @param parameters the query parameters it knows; any other is refused
 */
record Endpoint(Method method, String path, Access access, Set<String> parameters, Handler handler) {

    Endpoint {
        parameters = Set.copyOf(parameters);
    }

    /** A route without query parameters. */
    static Endpoint of(Method method, String path, Access access, Handler handler) {
        return new Endpoint(method, path, access, Set.of(), handler);
    }

    /** The same route with these query parameters. */
    Endpoint taking(String... names) {
        return new Endpoint(method, path, access, Set.of(names), handler);
    }

    /** Method and path, as the log and the metrics name it. */
    String name() {
        return method.name() + " " + path;
    }
}
