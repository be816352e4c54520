package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The checked-in OpenAPI document as a judge of real messages. Thread-safe. */
final class ApiContract {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final JsonNode document = MAPPER.readTree(HttpShell.document());
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    JsonNode document() {
        return document;
    }

    /** {@code GET /v1/policy} and so on, sorted. */
    List<String> operations() {
        TreeSet<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                operations.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return List.copyOf(operations);
    }

    /** Fails unless the document foresees this answer: its status, headers, media type and every field of its body. */
    void checkResponse(String method, String path, int status, HttpHeaders headers, String body) {
        JsonNode operation = operation(method, path);
        if (operation == null) {
            assertThat(status).as("an unknown path or method is refused").isIn(400, 404, 405, 414, 431);
            checkBody(component("Problem"), body, method + " " + path);
            return;
        }
        String what = method + " " + path + " -> " + status + " " + body;
        JsonNode response = resolve(operation.path("responses").path(Integer.toString(status)));
        assertThat(response.isMissingNode())
                .as("status not documented: %s", what)
                .isFalse();
        checkHeaders(response, headers, what);
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(body).as(what).isEmpty();
            return;
        }
        String mediaType = headers.firstValue("Content-Type").orElse("").split(";", 2)[0];
        assertThat(content.has(mediaType))
                .as("media type %s: %s", mediaType, what)
                .isTrue();
        if (mediaType.endsWith("json")) {
            checkBody(content.path(mediaType).path("schema"), body, what);
        }
    }

    /** Fails unless the document allows this body, which the server took. */
    void checkAcceptedRequest(String method, String path, String mediaType, String body) {
        JsonNode content = operation(method, path).path("requestBody").path("content");
        assertThat(content.has(mediaType))
                .as("%s %s takes %s", method, path, mediaType)
                .isTrue();
        if (mediaType.equals("application/json")) {
            checkBody(content.path(mediaType).path("schema"), body, method + " " + path + " request " + body);
        }
    }

    /** Whether the document knows the method at that path. */
    boolean knows(String method, String path) {
        return operation(method, path) != null;
    }

    private void checkHeaders(JsonNode response, HttpHeaders headers, String what) {
        for (var header : response.path("headers").properties()) {
            JsonNode definition = resolve(header.getValue());
            List<String> values = headers.allValues(header.getKey());
            if (definition.path("required").asBoolean()) {
                assertThat(values).as("header %s: %s", header.getKey(), what).hasSize(1);
            }
            for (String value : values) {
                checkBody(definition.path("schema"), MAPPER.writeValueAsString(value), header.getKey() + ": " + what);
            }
        }
        for (String name :
                List.of("ETag", "Idempotency-Replayed", "Spendweir-Reservation-Status", "Retry-After", "Allow")) {
            if (headers.firstValue(name).isPresent()) {
                assertThat(response.path("headers").has(name))
                        .as("header %s is documented: %s", name, what)
                        .isTrue();
            }
        }
    }

    private void checkBody(JsonNode schema, String body, String what) {
        List<Error> errors = schemas.computeIfAbsent(schema, this::compile).validate(MAPPER.readTree(body));
        assertThat(errors).as(what).isEmpty();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$schema", DIALECT);
        root.set("components", document.path("components"));
        root.set("allOf", MAPPER.createArrayNode().add(schema));
        return registry.getSchema(root);
    }

    private JsonNode component(String name) {
        return MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode ref = node.path("$ref");
        return ref.isMissingNode() ? node : document.at(ref.asString().substring(1));
    }

    private JsonNode operation(String method, String path) {
        String plain = path.split("\\?", 2)[0];
        List<JsonNode> found = new ArrayList<>();
        // A literal path wins over one with a parameter in its place.
        document.path("paths").properties().stream()
                .sorted((a, b) ->
                        Boolean.compare(a.getKey().contains("{"), b.getKey().contains("{")))
                .filter(entry -> matches(entry.getKey(), plain))
                .forEach(entry -> found.add(entry.getValue()));
        String key = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return found.stream()
                .filter(item -> item.has(key))
                .findFirst()
                .map(item -> item.path(key))
                .orElse(null);
    }

    private static boolean matches(String template, String path) {
        String regex = Pattern.quote(template).replaceAll("\\{[a-z_]+}", "\\\\E[^/]+\\\\Q");
        return path.matches(regex);
    }
}
