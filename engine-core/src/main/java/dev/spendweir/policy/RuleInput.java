package dev.spendweir.policy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that rules are evaluated on: one for each {@link RuleVariable}, of its type. Immutable and thread-safe.
 */
public final class RuleInput {

    private final Map<RuleVariable, Object> values;

    private RuleInput(Map<RuleVariable, Object> values) {
        this.values = values;
    }

    /** A builder that wants every variable once. */
    public static Builder builder() {
        return new Builder();
    }

    /** The value of a variable, of its type's Java class; null only when the variable is nullable and not configured. */
    public @Nullable Object value(RuleVariable variable) {
        return values.get(variable);
    }

    /** Collects the values; not thread-safe. */
    public static final class Builder {

        private final Map<RuleVariable, Object> values = new EnumMap<>(RuleVariable.class);

        private Builder() {}

        /** Sets a text. */
        public Builder put(RuleVariable variable, String text) {
            return set(variable, text);
        }

        /** Sets a whole number. */
        public Builder put(RuleVariable variable, long number) {
            return set(variable, number);
        }

        /** Sets an amount of money; null leaves the variable unset: not configured. */
        public Builder put(RuleVariable variable, @Nullable Amount amount) {
            return amount == null ? this : set(variable, amount.micros());
        }

        /** Sets the metadata. */
        public Builder put(RuleVariable variable, JsonObject object) {
            return set(variable, object);
        }

        private Builder set(RuleVariable variable, Object value) {
            if (!variable.type().javaType().isInstance(value)) {
                throw new IllegalArgumentException(
                        variable.wireName() + " is not a " + value.getClass().getSimpleName());
            }
            values.put(variable, value);
            return this;
        }

        /**
         * The input; the builder may go on being used.
         *
         * @throws IllegalStateException when a variable that is not nullable was not set
         */
        public RuleInput build() {
            for (RuleVariable variable : RuleVariable.values()) {
                if (!variable.isNullable() && !values.containsKey(variable)) {
                    throw new IllegalStateException(variable.wireName() + " is not set");
                }
            }
            return new RuleInput(new EnumMap<>(values));
        }
    }
}
