package dev.spendweir.server.http;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods a path has, for the header {@code Allow}. */
final class RouteTable {

    private record Entry(Pattern path, Method method) {}

    private final List<Entry> entries;

    RouteTable(List<Endpoint> endpoints) {
        this.entries = endpoints.stream()
                .map(endpoint -> new Entry(pattern(endpoint.path()), endpoint.method()))
                .toList();
    }

    private static Pattern pattern(String path) {
        String literal = Pattern.quote(path);
        return Pattern.compile(literal.replaceAll("\\{[a-z_]+}", "\\\\E[^/]+\\\\Q"));
    }

    /** The methods of the path, sorted; none when there is no such path. */
    List<String> methodsOf(String path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.path().matcher(path).matches()) {
                methods.add(entry.method().name());
                if (entry.method() == Method.GET) {
                    methods.add("HEAD");
                }
            }
        }
        return List.copyOf(methods);
    }
}
