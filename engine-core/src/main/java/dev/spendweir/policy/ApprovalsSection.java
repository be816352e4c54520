package dev.spendweir.policy;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.Approvals;
import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import dev.spendweir.policy.PolicyDocument.RoutingRule;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code approvals} of a policy with its routing rules (spec 1.3, 1.8, 10 A35, A36). */
final class ApprovalsSection {

    /** The id that a decision reports when no routing rule matches; no rule may have it (spec 10 A36). */
    private static final String FALLBACK_ID = "default";

    private static final int MIN_TTL_SECONDS = 60;
    private static final int MAX_TTL_SECONDS = 30 * 24 * 60 * 60;
    private static final int DEFAULT_TTL_SECONDS = 24 * 60 * 60;
    private static final int MAX_APPROVALS = 5;
    private static final List<Role> DEFAULT_ROLES = List.of(Role.OWNER, Role.ADMIN);

    private ApprovalsSection() {}

    static Approvals read(ObjectReader in) {
        Set<String> ids = new HashSet<>();
        return new Approvals(
                in.field("required_for").object(PolicySections::onInProd),
                in.field("separation_of_duties").object(PolicySections::onInProd),
                or(ttl(in.field("default_ttl_seconds")), DEFAULT_TTL_SECONDS),
                or(ttl(in.field("execution_ttl_seconds")), DEFAULT_TTL_SECONDS),
                or(in.field("token_binding").word(TokenBinding.values(), TokenBinding::wireName), TokenBinding.EXACT),
                or(in.field("routing").list(route -> route.object(fields -> route(fields, ids))), List.of()));
    }

    private static @Nullable Integer ttl(FieldReader field) {
        return field.integer(MIN_TTL_SECONDS, MAX_TTL_SECONDS);
    }

    private static RoutingRule route(ObjectReader in, Set<String> ids) {
        return new RoutingRule(
                or(id(in.field("id").required(), ids), ""),
                in.field("match").object(ApprovalsSection::match),
                or(
                        in.field("reviewer_roles").nonEmptyList(role -> role.word(Role.values(), Role::wireName)),
                        DEFAULT_ROLES),
                in.field("required_permission").text(PolicyTexts.PERMISSION),
                or(in.field("required_approvals").integer(1, MAX_APPROVALS), 1),
                ttl(in.field("ttl_seconds")));
    }

    private static @Nullable String id(FieldReader field, Set<String> ids) {
        String id = field.text(PolicyTexts.ROUTE_ID);
        if (FALLBACK_ID.equals(id)) {
            field.refuse("'default' is the name of the route that is taken when no rule matches; choose another id");
        } else if (id != null && !ids.add(id)) {
            field.refuse("the id '" + id + "' is already taken by an earlier routing rule");
        }
        return id;
    }

    private static RoutingMatch match(ObjectReader in) {
        FieldReader minField = in.field("monthly_delta_min");
        Amount min = minField.nonNegativeAmount();
        Amount max = in.field("monthly_delta_max").nonNegativeAmount();
        if (min != null && max != null && min.compareTo(max) > 0) {
            minField.refuse("the lower bound (" + min + ") must not exceed monthly_delta_max, " + max);
        }
        return new RoutingMatch(
                in.field("source").nonEmptyList(source -> source.word(Source.values(), Source::wireName)),
                in.field("environment_class")
                        .nonEmptyList(name -> name.word(EnvironmentClass.values(), EnvironmentClass::wireName)),
                in.field("project_id").nonEmptyList(project -> project.text(PolicyTexts.PROJECT_ID)),
                in.field("risk_class").nonEmptyList(risk -> risk.word(RiskClass.values(), RiskClass::wireName)),
                in.field("action_prefix").nonEmptyList(prefix -> prefix.text(PolicyTexts.ACTION_PREFIX)),
                min,
                max);
    }
}
