package dev.spendweir.outcome;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.waterfall.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way past something that stands in the way (spec 1.8, Explanation).
 *
 * @param stage the stage that money would let pass; null for an approval
 * @param amount the least that makes that stage pass, by how much to raise or add; null for an approval
 * @param route who would be asked; null for money
 */
public record Remedy(
        RemedyKind kind,
        @Nullable Stage stage,
        @Nullable Amount amount,
        @Nullable RoutingDecision route) {

    /** A remedy of money. */
    public static Remedy money(RemedyKind kind, Stage stage, Amount amount) {
        return new Remedy(kind, stage, amount, null);
    }

    /** The remedy of asking people. */
    public static Remedy approval(RoutingDecision route) {
        return new Remedy(RemedyKind.APPROVAL, null, null, route);
    }

    /** The remedy as it travels (spec 11). */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("amount", Amount.toJson(amount))
                .put("approvals", route == null ? null : JsonNumber.of(route.requiredApprovals()))
                .put("kind", kind.wireName())
                .put("permission", route == null ? null : route.requiredPermission())
                .put("roles", route == null ? null : roles(route))
                .put("stage", stage == null ? null : stage.wireName())
                .build();
    }

    /** The remedy as a clause. */
    String toText(String currency) {
        String money = amount == null ? "" : amount + " " + currency;
        return switch (kind) {
            case RAISE_PLAN_LIMIT -> "raise the monthly plan limit by " + money;
            case ADD_BUDGET -> "add " + money + " to the project's budget";
            case ADD_RESERVED_CREDITS -> "grant " + money + " of reserved credit";
            case RAISE_ENTERPRISE_CEILING -> "raise the enterprise ceiling by " + money;
            case APPROVAL -> route == null ? "" : approvalText(route);
        };
    }

    private static String approvalText(RoutingDecision route) {
        String people = route.requiredApprovals() == 1 ? "1 approval" : route.requiredApprovals() + " approvals";
        return "get " + people + " (" + String.join(" or ", roles(route)) + ", permission " + route.requiredPermission()
                + ")";
    }

    private static List<String> roles(RoutingDecision route) {
        return route.reviewerRoles().stream().map(Role::wireName).toList();
    }
}
