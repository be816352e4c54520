package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.server.store.exports.Export;
import dev.spendweir.server.store.exports.ExportRequest;
import dev.spendweir.server.store.exports.ExportService;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import java.util.Map;

/** {@code /v1/exports}: windows of the ledger as signed archives (spec 3.4). */
final class ExportRoutes {
    private static final String ZIP = "application/zip";

    private final ExportService exports;

    ExportRoutes(ExportService exports) {
        this.exports = exports;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/exports/parity", Access.atLeast(Role.ADMIN), this::parity)
                        .ofTheWholeTenant()
                        .taking("chain", "from_sequence", "to_sequence"),
                Endpoint.of(Method.GET, "/v1/exports/archive", Access.atLeast(Role.ADMIN), this::archive)
                        .ofTheWholeTenant()
                        .taking("chain", "from_sequence", "to_sequence"));
    }

    private Reply parity(Call call) {
        Export export = exports.parity(call.tenant(), wanted(call.parameters()));
        return Reply.ok(JsonObject.builder()
                .put("manifest", export.manifest())
                .put("manifest_sha256", export.manifestSha256())
                .build());
    }

    private Reply archive(Call call) {
        Export export = exports.make(call.caller(), wanted(call.parameters()));
        return new Reply(
                200, ZIP, export.zip(), Map.of("Content-Disposition", "attachment; filename=\"spendweir-export.zip\""));
    }

    private static ExportRequest wanted(Parameters parameters) {
        return new ExportRequest(
                parameters.word("chain", Chain.values(), Chain::wireName).orElse(Chain.DECISIONS),
                parameters.number("from_sequence").orElse(1L),
                parameters.number("to_sequence").orElse(null));
    }
}
