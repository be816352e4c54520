package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.approval.ApprovalActor;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.review.ApprovalService;
import dev.spendweir.server.review.ApprovalView;
import dev.spendweir.server.review.ConsumeCall;
import dev.spendweir.server.review.Party;
import dev.spendweir.server.review.TokenService;
import dev.spendweir.server.store.approvals.ApprovalFilter;
import dev.spendweir.server.store.approvals.ApprovalQueries;
import dev.spendweir.server.store.people.ActorService;
import dev.spendweir.token.ApprovalToken;
import dev.spendweir.token.KeyRing;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/approvals}: people decide, pipelines continue (spec 2, 11). */
final class ApprovalRoutes {
    private static final String ONE = "/v1/approvals/{approval_id}";
    private static final TextRule COMMENT = TextRules.name(1, 1024);
    private static final TextRule RUN_ID = TextRules.name(1, 256);

    /** Longer than any token that is looked at (spec 2.2); the verifier says what is wrong with it. */
    private static final TextRule TOKEN = TextRule.ANY;

    private final ApprovalService approvals;
    private final TokenService tokens;
    private final ApprovalQueries queries;
    private final ActorService actors;
    private final BodyRules rules;

    ApprovalRoutes(
            ApprovalService approvals,
            TokenService tokens,
            ApprovalQueries queries,
            ActorService actors,
            BodyRules rules) {
        this.approvals = approvals;
        this.tokens = tokens;
        this.queries = queries;
        this.actors = actors;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        Access member = Access.atLeast(Role.MEMBER);
        return List.of(
                Endpoint.of(Method.GET, "/v1/approvals", member, this::list)
                        .taking("status", "project_id", "mine", "actionable", "limit", "cursor"),
                Endpoint.of(Method.GET, ONE, member, this::one),
                Endpoint.of(Method.POST, ONE + "/approve", member, this::approve),
                Endpoint.of(Method.POST, ONE + "/deny", member, this::deny),
                Endpoint.of(Method.POST, ONE + "/cancel", member, this::cancel),
                Endpoint.of(Method.POST, ONE + "/token", member, this::token),
                Endpoint.of(Method.POST, "/v1/approvals/consume", member, this::consume));
    }

    private Reply list(Call call) {
        Parameters parameters = call.parameters();
        Party viewer = party(call);
        ApprovalFilter filter = new ApprovalFilter(
                parameters
                        .word("status", ApprovalStatus.values(), ApprovalStatus::wireName)
                        .orElse(null),
                parameters.text("project_id").orElse(null),
                parameters.bool("mine").orElse(false),
                parameters.bool("actionable").orElse(false),
                viewer.role().compareTo(Role.ADMIN) >= 0);
        return Reply.ok(queries.list(call.tenant(), filter, actor(viewer), names(viewer), parameters.page())
                .keeping(approval -> isWithin(call.identity(), approval))
                .toJson(ApprovalRoutes::item));
    }

    private static JsonObject item(ApprovalRecord approval) {
        return ApprovalView.toJson(approval, Call.now());
    }

    private Reply one(Call call) {
        Party viewer = party(call);
        ApprovalRecord approval = find(call);
        boolean visible = viewer.isAdministrator()
                || viewer.isAsking(approval.request().terms())
                || approval.request().isActionableBy(viewer.facing(approval.request()), Call.now())
                || approval.request().verdicts().stream()
                        .anyMatch(verdict -> names(viewer).contains(verdict.actorId()));
        if (!visible) {
            throw Call.notFound();
        }
        checkBindings(call.identity(), approval);
        return Reply.ok(item(approval));
    }

    private Reply approve(Call call) {
        String comment = comment(call);
        String id = bound(call).approvalId();
        return Reply.ok(item(approvals.approve(call.caller(), party(call), id, comment)));
    }

    private Reply deny(Call call) {
        String comment = comment(call);
        String id = bound(call).approvalId();
        return Reply.ok(item(approvals.deny(call.caller(), party(call), id, comment)));
    }

    private Reply cancel(Call call) {
        String comment = comment(call);
        String id = bound(call).approvalId();
        return Reply.ok(item(approvals.cancel(call.caller(), party(call), id, comment)));
    }

    private Reply token(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        int ttlSeconds = RequestBodies.read(
                body,
                in -> or(
                        in.field("ttl_seconds").integer(1, KeyRing.MAX_TOKEN_TTL_SECONDS),
                        ApprovalToken.DEFAULT_TTL_SECONDS));
        return Reply.ok(
                tokens.mint(bound(call), party(call), ttlSeconds, call.tenant()).toJson());
    }

    private Reply consume(Call call) {
        String key = call.idempotencyKey().orElse(null);
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        ConsumeCall consume = RequestBodies.read(body, in -> consumeCall(call, key, in));
        ApprovalToken token = tokens.verify(consume);
        return Reply.json(200, tokens.consume(consume, token, approval -> checkBindings(call.identity(), approval)));
    }

    private static ConsumeCall consumeCall(Call call, @Nullable String key, ObjectReader in) {
        return new ConsumeCall(
                call.caller(),
                or(in.field("token").required().text(TOKEN), ""),
                or(in.field("fingerprint").required().text(SHA256), ""),
                or(in.field("scope_fingerprint").required().text(SHA256), ""),
                in.field("plan_content_sha256").text(SHA256),
                in.field("project_id").text(TextRule.ANY),
                in.field("environment").text(TextRule.ANY),
                source(in),
                in.field("resource_reference").text(TextRule.ANY),
                in.field("actual_monthly_delta").amount(),
                in.field("actual_hourly_delta").amount(),
                in.field("run_id").text(RUN_ID),
                key,
                in.field("plan_file_sha256").text(SHA256));
    }

    private static final TextRule SHA256 = TextRules.shaped(
            64,
            64,
            "64 lower-case hexadecimal digits",
            text -> text.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0));

    private static @Nullable String source(ObjectReader in) {
        Source source = in.field("source").word(Source.values(), Source::wireName);
        return source == null ? null : source.wireName();
    }

    private @Nullable String comment(Call call) {
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        return RequestBodies.readOptional(body, in -> in.field("comment").text(COMMENT));
    }

    /**
     * The approval, when the credential is for its place.
     *
     * @throws RejectedException {@code NOT_FOUND}, and what {@link Identity#checkBindings} throws
     */
    private ApprovalRecord bound(Call call) {
        ApprovalRecord approval = find(call);
        checkBindings(call.identity(), approval);
        return approval;
    }

    private static boolean isWithin(Identity identity, ApprovalRecord approval) {
        return identity.allows(
                approval.change().place().source(),
                approval.change().place().projectId(),
                approval.ask().environmentClass());
    }

    private static void checkBindings(Identity identity, ApprovalRecord approval) {
        identity.checkBindings(
                approval.change().place().source(),
                approval.change().place().projectId(),
                approval.ask().environmentClass());
    }

    private ApprovalRecord find(Call call) {
        return queries.get(call.tenant(), call.path("approval_id")).orElseThrow(Call::notFound);
    }

    /** The caller under all its names. */
    private Party party(Call call) {
        Identity identity = call.identity();
        Set<String> aliases = actors.get(identity.tenantId(), identity.actorId())
                .map(actor -> Set.copyOf(actor.aliases()))
                .orElse(Set.of());
        return new Party(identity.actorId(), aliases, identity.role(), identity.permissions());
    }

    private static ApprovalActor actor(Party party) {
        return new ApprovalActor(party.actorId(), party.role(), party.permissions());
    }

    private static Set<String> names(Party party) {
        Set<String> names = new HashSet<>(party.aliases());
        names.add(party.actorId());
        return names;
    }
}
