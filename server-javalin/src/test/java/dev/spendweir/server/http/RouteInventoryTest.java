package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.server.Store;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.keys.FixedKeys;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.TestPostgres;
import dev.spendweir.token.TokenAlgorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RouteInventoryTest {

    private static final ApiContract CONTRACT = new ApiContract();

    @Test
    void routes_andDocument_nameTheSameOperations() {
        ServerConfig config = ServerConfig.load(null, Map.of(), Map.of("http.port", "0"));
        try (Store store = Store.open(TestPostgres.freshDatabase(), StoreSettings.defaults());
                HttpShell shell = HttpShell.start(
                        config, store, FixedKeys.ephemeral(TokenAlgorithm.EDDSA), new ServerMetrics(), true)) {
            TreeSet<String> routes = new TreeSet<>();
            for (var handler : shell.javalin().unsafe.internalRouter.allHttpHandlers()) {
                String method = handler.endpoint.method.name();
                if (!method.equals("HEAD") && !method.equals("BEFORE")) {
                    routes.add(method + " " + handler.endpoint.path);
                }
            }
            assertThat(routes).containsExactlyElementsOf(CONTRACT.operations());
        }
    }

    @Test
    void objects_inTheDocument_areClosed() {
        List<String> open = new ArrayList<>();
        collectOpenObjects(CONTRACT.document().path("components").path("schemas"), "", open);
        assertThat(open)
                .as("only what is the caller's own, and what follows another field, is open")
                .containsExactlyInAnyOrder(
                        "/Metadata",
                        "/TerraformGateRequest/properties/plan",
                        "/TerraformGateRequest/properties/infracost",
                        "/PreflightRequest/properties/plan",
                        "/PreflightRequest/properties/infracost",
                        "/RunTaskCall",
                        "/LedgerItem/properties/payload",
                        "/IngestEnvelope",
                        "/IngestEnvelope/properties/payload");
    }

    @Test
    void codes_inTheDocument_areAllThereAre() {
        List<String> documented = new ArrayList<>();
        CONTRACT.document().at("/components/schemas/ErrorCode/enum").forEach(code -> documented.add(code.asString()));
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::wireName)
                        .toList());
    }

    private static void collectOpenObjects(JsonNode node, String at, List<String> open) {
        if (node.isObject()) {
            boolean isObjectSchema = node.path("type").toString().contains("\"object\"");
            if (isObjectSchema && !node.path("additionalProperties").isBoolean()) {
                open.add(at + " says nothing");
            } else if (isObjectSchema && node.path("additionalProperties").asBoolean()) {
                open.add(at);
            }
            node.properties()
                    .forEach(member -> collectOpenObjects(member.getValue(), at + "/" + member.getKey(), open));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collectOpenObjects(node.get(i), at + "/" + i, open);
            }
        }
    }
}
