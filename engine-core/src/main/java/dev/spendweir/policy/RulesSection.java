package dev.spendweir.policy;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.policy.PolicyDocument.OnError;
import dev.spendweir.policy.PolicyDocument.Rule;
import dev.spendweir.policy.PolicyDocument.RuleEffect;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code rules} of a policy (spec 1.6, 10 A37, A38, N5). Expressions are not compiled here. */
final class RulesSection {

    /** All rules are evaluated for every request, and together they must stay under a millisecond (spec 6.1). */
    static final int MAX_RULES = 64;

    private RulesSection() {}

    static List<Rule> read(FieldReader field) {
        Set<String> ids = new HashSet<>();
        List<Rule> rules = or(field.list(rule -> rule.object(fields -> rule(fields, ids))), List.of());
        if (rules.size() > MAX_RULES) {
            field.refuse("a policy may have " + MAX_RULES + " rules, not " + rules.size());
        }
        return rules;
    }

    private static Rule rule(ObjectReader in, Set<String> ids) {
        String id = or(id(in.field("id").required(), ids), "");
        FieldReader message = in.field("message");
        FieldReader messageExpression = in.field("message_expression");
        Rule rule = new Rule(
                id,
                or(in.field("when").required().text(PolicyTexts.EXPRESSION), ""),
                or(in.field("effect").required().word(RuleEffect.values(), RuleEffect::wireName), RuleEffect.DENY),
                or(in.field("reason").text(PolicyTexts.REASON), "rule_" + id),
                message.text(PolicyTexts.MESSAGE),
                messageExpression.text(PolicyTexts.EXPRESSION),
                or(in.field("on_error").word(OnError.values(), OnError::wireName), OnError.APPLY));
        if (rule.message() != null && rule.messageExpression() != null) {
            messageExpression.refuse("a rule has a message or a message_expression, not both");
        }
        return rule;
    }

    private static @Nullable String id(FieldReader field, Set<String> ids) {
        String id = field.text(PolicyTexts.RULE_ID);
        if (id != null && !ids.add(id)) {
            field.refuse("the id '" + id + "' is already taken by an earlier rule");
        }
        return id;
    }
}
