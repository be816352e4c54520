package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** approvals.routing of a policy (spec 1.8, spec 10 A35, A36). */
final class PolicyRouting {
    static final Set<String> ENVIRONMENT_CLASSES = Set.of("prod", "nonprod");
    static final Set<String> RISK_CLASSES = Set.of("low", "medium", "high", "critical");

    private static final List<Object> DEFAULT_ROLES = List.of("owner", "admin");
    private static final Set<String> ROLES = Set.of("owner", "admin", "member");

    private final Findings findings;

    PolicyRouting(Findings findings) {
        this.findings = findings;
    }

    List<Object> read(Members approvals) {
        List<Object> given = approvals.list("routing");
        List<Object> out = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; given != null && i < given.size(); i++) {
            Members in =
                    new Members(findings, Members.Codes.POLICY, approvals.pointer("routing") + "/" + i, given.get(i));
            out.add(route(in, ids));
        }
        return out;
    }

    private Map<String, Object> route(Members in, Set<String> ids) {
        in.required("id");
        String id = in.text("id", t -> t.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") && !t.equals("default"), null);
        if (id != null && !ids.add(id)) {
            in.invalid("id");
        }
        Map<String, Object> out = Json.object(
                "id", id,
                "match", match(in.object("match")),
                "reviewer_roles", options(in, "reviewer_roles", ROLES::contains, DEFAULT_ROLES),
                "required_permission", in.text("required_permission", t -> Texts.isCleanAndStripped(t, 1, 128), null),
                "required_approvals", Policies.integer(in, "required_approvals", 1, 1, 5),
                "ttl_seconds", Policies.number(in.integer("ttl_seconds", null, 60, 2592000)));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> match(Members in) {
        Predicate<String> prefix =
                t -> Texts.isCleanAndStripped(t, 1, 128) && Texts.lower(t).equals(t);
        BigInteger min = in.amount("monthly_delta_min", null, false);
        BigInteger max = in.amount("monthly_delta_max", null, false);
        if (min != null && max != null && min.compareTo(max) > 0) {
            in.invalid("monthly_delta_min");
        }
        Map<String, Object> out = Json.object(
                "source", options(in, "source", Requests.SOURCES::contains, null),
                "environment_class", options(in, "environment_class", ENVIRONMENT_CLASSES::contains, null),
                "project_id", options(in, "project_id", t -> Texts.isCleanAndStripped(t, 1, 128), null),
                "risk_class", options(in, "risk_class", RISK_CLASSES::contains, null),
                "action_prefix", options(in, "action_prefix", prefix, null),
                "monthly_delta_min", Micros.format(min),
                "monthly_delta_max", Micros.format(max));
        in.refuseUnknown();
        return out;
    }

    private List<Object> options(Members in, String key, Predicate<String> rule, List<Object> absent) {
        List<Object> options = Policies.texts(findings, in, key, absent, rule);
        if (options != null && options.isEmpty()) {
            in.invalid(key);
        }
        return options;
    }
}
