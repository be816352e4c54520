package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of a policy as data (spec 1.6, spec 10 A37, A38, N5); their expressions are not looked into. */
final class PolicyRules {
    private static final int MAX_RULES = 64;
    private static final int MAX_BYTES = 4096;

    private final Findings findings;

    PolicyRules(Findings findings) {
        this.findings = findings;
    }

    List<Object> read(Members policy) {
        List<Object> given = policy.list("rules");
        List<Object> out = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        if (given != null && given.size() > MAX_RULES) {
            policy.invalid("rules");
        }
        for (int i = 0; given != null && i < given.size(); i++) {
            out.add(rule(new Members(findings, Members.Codes.POLICY, "/rules/" + i, given.get(i)), ids));
        }
        return out;
    }

    private Map<String, Object> rule(Members in, Set<String> ids) {
        in.required("id", "when", "effect");
        String id = in.text("id", t -> t.matches("[a-z0-9_]{1,64}"), null);
        if (id != null && !ids.add(id)) {
            in.invalid("id");
        }
        String message = in.text("message", t -> isStorable(t, 0), null);
        String expression = in.text("message_expression", t -> isStorable(t, 1), null);
        if (message != null && expression != null) {
            in.invalid("message_expression");
        }
        Map<String, Object> out = Json.object(
                "id", id,
                "when", in.text("when", t -> isStorable(t, 1), null),
                "effect", in.choice("effect", Set.of("deny", "require_approval", "warn"), null),
                "reason", in.text("reason", t -> t.matches("[a-z][a-z0-9_]{0,127}"), "rule_" + id),
                "message", message,
                "message_expression", expression,
                "on_error", in.choice("on_error", Set.of("apply", "skip"), "apply"));
        in.refuseUnknown();
        return out;
    }

    private static boolean isStorable(String text, int min) {
        int length = Texts.utf8Length(text);
        return length >= min && length <= MAX_BYTES && text.indexOf('\0') < 0 && !Texts.hasLoneSurrogate(text);
    }
}
