package dev.spendweir.server.http;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.money.BudgetService;
import dev.spendweir.server.store.money.BudgetView;
import dev.spendweir.server.store.money.CreditService;
import dev.spendweir.server.store.money.CreditView;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/budgets} and {@code /v1/credits} (spec 3.2, 11). */
final class MoneyRoutes {

    private static final String BUDGET = "/v1/budgets/{project_id}";
    private static final TextRule PROJECT = TextRules.name(1, 128);
    private static final TextRule NOTE = TextRules.name(1, 1024);

    /** Grants without a word on it are drawn in the order of their age (spec 1.4). */
    private static final int DEFAULT_PRIORITY = 100;

    private final BudgetService budgets;
    private final CreditService credits;
    private final BodyRules rules;

    MoneyRoutes(BudgetService budgets, CreditService credits, BodyRules rules) {
        this.budgets = budgets;
        this.credits = credits;
        this.rules = rules;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(Method.GET, "/v1/budgets", Access.atLeast(Role.MEMBER), this::listBudgets)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.GET, BUDGET, Access.atLeast(Role.MEMBER), this::getBudget),
                Endpoint.of(Method.PUT, BUDGET, Access.atLeast(Role.ADMIN), this::putBudget),
                Endpoint.of(Method.DELETE, BUDGET, Access.atLeast(Role.ADMIN), this::deleteBudget),
                Endpoint.of(Method.GET, "/v1/credits", Access.atLeast(Role.MEMBER), this::listCredits)
                        .taking("limit", "cursor"),
                Endpoint.of(Method.POST, "/v1/credits", Access.atLeast(Role.ADMIN), this::createCredit));
    }

    private Reply listBudgets(Call call) {
        return Reply.ok(budgets.list(call.tenant(), call.parameters().page())
                .keeping(budget -> call.identity().allowsProject(budget.projectId()))
                .toJson(BudgetView::toJson));
    }

    private Reply getBudget(Call call) {
        String project = call.path("project_id");
        call.identity().checkProject(project);
        return Reply.ok(
                budgets.get(call.tenant(), project).orElseThrow(Call::notFound).toJson());
    }

    private Reply putBudget(Call call) {
        String project = writableProject(call);
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        Amount limit = RequestBodies.<@Nullable Amount>read(
                body, in -> in.field("monthly_limit").required().nonNegativeAmount());
        Stored<BudgetView> stored = budgets.put(call.caller(), project, given(limit));
        return stored.created()
                ? Reply.created(stored.value().toJson())
                : Reply.ok(stored.value().toJson());
    }

    private Reply deleteBudget(Call call) {
        String project = call.path("project_id");
        call.identity().checkProject(project);
        budgets.delete(call.caller(), project);
        return Reply.noContent();
    }

    /** The project of the path as a name that a request can have. */
    private static String writableProject(Call call) {
        String project = call.path("project_id");
        String problem = PROJECT.problem(project);
        if (problem != null) {
            throw new RejectedException(ErrorCode.INVALID_PARAMETER, "/project_id", problem);
        }
        call.identity().checkProject(project);
        return project;
    }

    private Reply listCredits(Call call) {
        return Reply.ok(credits.list(call.tenant(), call.parameters().page())
                .keeping(credit -> isWithin(call.identity(), credit))
                .toJson(CreditView::toJson));
    }

    /** A credit for the whole tenant is also that of every project. */
    private static boolean isWithin(Identity identity, CreditView credit) {
        String project = credit.projectId();
        return project == null || identity.allowsProject(project);
    }

    private Reply createCredit(Call call) {
        String key = call.idempotencyKey().orElse(null);
        JsonObject body = RequestBodies.object(call.body(rules.json()));
        NewCredit credit = RequestBodies.<@Nullable NewCredit>read(body, in -> credit(call, in));
        Stored<CreditView> stored = credits.create(call.caller(), given(credit), key);
        Reply reply = Reply.created(stored.value().toJson());
        return stored.created() ? reply : reply.with("Idempotency-Replayed", "true");
    }

    private static @Nullable NewCredit credit(Call call, ObjectReader in) {
        var pool = in.field("pool").required().word(CreditPool.values(), p -> p.wireName());
        FieldReader projectField = in.field("project_id");
        String project = projectField.text(PROJECT);
        Amount amount = in.field("amount").required().amount();
        int priority = or(in.field("priority").integer(Integer.MIN_VALUE, Integer.MAX_VALUE), DEFAULT_PRIORITY);
        var expiresAt = RequestBodies.time(in.field("expires_at"));
        String note = in.field("note").text(NOTE);
        if (project == null) {
            // For the whole tenant: whoever is bound to a part of it cannot grant that.
            call.identity().checkUnbound();
        } else {
            call.identity().checkProject(project);
        }
        return pool == null || amount == null ? null : new NewCredit(pool, project, amount, priority, expiresAt, note);
    }

    /** What a reader gave when it had no finding. */
    private static <T> T given(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a required field without a finding");
        }
        return value;
    }
}
