package dev.spendweir.server.http;

import dev.spendweir.ingest.FocusOptions;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.Permission;
import dev.spendweir.server.store.ingest.FocusUpload;
import dev.spendweir.server.store.ingest.IngestScope;
import dev.spendweir.server.store.ingest.IngestService;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /v1/ingest}: cost data as one envelope, as lines, or as FOCUS rows (spec 5.4). */
final class IngestRoutes {

    private static final String[] FOCUS_PARAMETERS = {"agent_id", "trace_id", "project_column", "cost_column"};

    private final IngestService ingest;
    private final BodyRules rules;

    IngestRoutes(IngestService ingest, BodyRules rules) {
        this.ingest = ingest;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.of(Method.POST, "/v1/ingest", new Access.Holding(Permission.INGEST), this::ingest)
                .taking(FOCUS_PARAMETERS));
    }

    private Reply ingest(Call call) {
        IngestScope scope = new IngestScope(call.identity().bindings());
        Body body = call.body(rules.ingest());
        if (body.mediaType().equals(BodyRules.CSV)) {
            return Reply.ok(ingest.acceptFocus(call.caller(), scope, body.bytes(), focus(call.parameters())));
        }
        refuseFocusParameters(call.parameters());
        if (body.mediaType().equals(BodyRules.NDJSON)) {
            BodyReader.takeTrees(call.claim(), body.bytes().length * (long) BodyRules.TREE_FACTOR);
            return Reply.ok(ingest.acceptLines(call.caller(), scope, body.bytes()));
        }
        requireOrdinarySize(body);
        return Reply.ok(ingest.accept(call.caller(), scope, body.json()));
    }

    /** One envelope is an ordinary document; only batches are large. */
    private void requireOrdinarySize(Body body) {
        if (body.bytes().length > rules.json().maxBytes()) {
            throw new RejectedException(
                    ErrorCode.BODY_TOO_LARGE,
                    "one envelope takes at most " + rules.json().maxBytes() + " bytes; send batches as "
                            + BodyRules.NDJSON);
        }
    }

    private static FocusUpload focus(Parameters parameters) {
        return new FocusUpload(
                required(parameters, "agent_id", ErrorCode.AGENT_ID_REQUIRED),
                required(parameters, "trace_id", ErrorCode.TRACE_ID_REQUIRED),
                new FocusOptions(
                        parameters.text("project_column").orElse(null),
                        parameters.text("cost_column").orElse(null)));
    }

    private static String required(Parameters parameters, String name, ErrorCode code) {
        return parameters
                .text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new RejectedException(
                        code, "?" + name, "FOCUS rows have no envelope: give " + name + " as a query parameter"));
    }

    private static void refuseFocusParameters(Parameters parameters) {
        List<Finding> findings = new ArrayList<>();
        for (String name : FOCUS_PARAMETERS) {
            if (parameters.text(name).isPresent()) {
                findings.add(new Finding(
                        ErrorCode.UNKNOWN_PARAMETER, "?" + name, "this parameter belongs to bodies of text/csv"));
            }
        }
        if (!findings.isEmpty()) {
            throw new RejectedException(findings);
        }
    }
}
