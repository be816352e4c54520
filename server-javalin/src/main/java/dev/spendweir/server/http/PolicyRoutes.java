package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.policy.PolicyWarning;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.server.yaml.LocatedDocument;
import dev.spendweir.server.yaml.Location;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import java.util.regex.Pattern;

/** {@code /v1/policy}: the tenant's policy and its versions (spec 1.3, 3.2, 11). */
final class PolicyRoutes {

    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final PolicyService policies;
    private final BodyRules rules;

    PolicyRoutes(PolicyService policies, BodyRules rules) {
        this.policies = policies;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/policy", Access.atLeast(Role.MEMBER), this::current),
                Endpoint.of(Method.PUT, "/v1/policy", Access.atLeast(Role.ADMIN), this::put)
                        .ofTheWholeTenant(),
                Endpoint.of(Method.GET, "/v1/policy/versions", Access.atLeast(Role.MEMBER), this::versions)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.GET, "/v1/policy/versions/{version}", Access.atLeast(Role.MEMBER), this::version),
                Endpoint.of(Method.POST, "/v1/policy/validate", Access.atLeast(Role.MEMBER), this::validate));
    }

    private Reply current(Call call) {
        return reply(200, policies.current(call.tenant()));
    }

    private Reply put(Call call) {
        IfMatch ifMatch = call.ifMatch();
        Policy policy = PolicyReader.read(document(call.body(rules.policy())).value());
        return reply(201, policies.put(call.caller(), policy, ifMatch.version()));
    }

    private Reply versions(Call call) {
        return Reply.ok(
                policies.versions(call.tenant(), call.parameters().page()).toJson(PolicyVersion::toSummaryJson));
    }

    private Reply version(Call call) {
        String number = call.path("version");
        if (!VERSION.matcher(number).matches()) {
            throw Call.notFound();
        }
        return reply(
                200, policies.version(call.tenant(), Long.parseLong(number)).orElseThrow(Call::notFound));
    }

    private static Reply reply(int status, PolicyVersion version) {
        Reply ok = Reply.ok(version.toJson());
        return new Reply(status, ok.mediaType(), ok.body(), ok.headers()).with("ETag", version.etag());
    }

    private static LocatedDocument document(Body body) {
        return body.mediaType().equals(BodyRules.YAML)
                ? LocatedDocument.readYaml(body.bytes())
                : LocatedDocument.readJson(body.bytes());
    }

    /** A bad policy is an answer here, not an error; a text that is no document at all stays one. */
    private Reply validate(Call call) {
        LocatedDocument document = document(call.body(rules.policy()));
        try {
            return Reply.ok(valid(PolicyReader.read(document.value())));
        } catch (RejectedException e) {
            return Reply.ok(invalid(document, e.findings()));
        }
    }

    private static JsonObject valid(Policy policy) {
        return JsonObject.builder()
                .put("valid", true)
                .put("policy_sha256", policy.sha256())
                .put("canonical", policy.canonicalJson())
                .put("errors", JsonArray.EMPTY)
                .put("warnings", warnings(policy.warnings()))
                .build();
    }

    private static JsonObject invalid(LocatedDocument document, List<Finding> findings) {
        return JsonObject.builder()
                .put("valid", false)
                .put("policy_sha256", (String) null)
                .put("canonical", (JsonValue) null)
                .put("errors", JsonArray.of(findings.stream().map(finding -> error(document, finding))))
                .put("warnings", JsonArray.EMPTY)
                .build();
    }

    private static JsonArray warnings(List<PolicyWarning> warnings) {
        return JsonArray.of(warnings.stream()
                .map(warning -> JsonObject.builder()
                        .put("code", warning.code())
                        .put("pointer", warning.pointer())
                        .build()));
    }

    private static JsonObject error(LocatedDocument document, Finding finding) {
        Location at = document.locationOf(finding.pointer());
        return JsonObject.builder()
                .put("pointer", WellFormed.text(finding.pointer(), Problem.LONGEST_TEXT))
                .put("code", finding.code().wireName())
                .put("detail", WellFormed.text(finding.detail(), Problem.LONGEST_TEXT))
                .put("line", at.line())
                .put("column", at.column())
                .build();
    }
}
