package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliException;
import dev.spendweir.vocabulary.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view on a gate response (spec 1.8, 4.2, 11). Fields that a fail-safe answer lacks are empty; an answer whose outcome
 * is unknown to this version is refused, because nothing may be taken for a go by accident.
 */
public final class GateAnswer {

    private final JsonObject json;
    private final Outcome outcome;

    /**
     * A view on that object.
     *
     * @throws CliException when it is no gate response
     */
    public GateAnswer(JsonObject json) {
        this.json = json;
        this.outcome = text("outcome")
                .flatMap(Outcome::ofWireName)
                .orElseThrow(() -> new CliException(
                        "the answer is not a gate response: it has no outcome that this version knows",
                        "is the server newer than this command?"));
    }

    /** One stage of the waterfall (spec 1.7); amounts that do not apply are null. */
    public record Stage(
            String name,
            String status,
            @Nullable Amount limit,
            @Nullable Amount committed,
            @Nullable Amount headroom,
            @Nullable Amount consumed,
            @Nullable Amount remaining) {}

    /** A draw on a credit. */
    public record Draw(String grantId, String pool, Amount amount) {}

    /** A reason in words (spec 1.8, "Explanation"). */
    public record Reason(String code, String title, String detail, String remedy) {}

    /** One thing that would help; roles and permission are empty for money. */
    public record Remedy(
            String kind, String stage, @Nullable Amount amount, List<String> roles, String permission, int approvals) {

        /** Whether it asks people rather than for money. */
        public boolean isApproval() {
            return kind.equals("approval");
        }
    }

    /** The answer. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether it was made without looking, and asking again may give another. */
    public boolean isFailsafe() {
        return json.get("retryable") == JsonBoolean.TRUE;
    }

    /** Codes, the deciding ones first. */
    public List<String> reasonCodes() {
        return texts(json.get("reason_codes"));
    }

    /** Codes of what did not decide. */
    public List<String> warnings() {
        return texts(json.get("warnings"));
    }

    /** A text at the top level. */
    public Optional<String> text(String name) {
        return textOf(json, name);
    }

    /** The stage that stopped it. */
    public Optional<String> limitingStage() {
        return text("limiting_stage");
    }

    /** The five stages, empty for a fail-safe answer. */
    public List<Stage> stages() {
        return objects(waterfall().get("stages")).stream()
                .map(GateAnswer::stage)
                .toList();
    }

    /** What is drawn on credits. */
    public List<Draw> draws() {
        List<Draw> draws = new ArrayList<>();
        for (JsonObject draw : objects(waterfall().get("draws"))) {
            Amount amount = amount(draw, "amount");
            if (amount != null) {
                draws.add(new Draw(
                        textOf(draw, "grant_id").orElse(""),
                        textOf(draw, "pool").orElse(""),
                        amount));
            }
        }
        return draws;
    }

    /** The amount that is asked for (never negative), as the waterfall states it: what remains after its first stage. */
    public Optional<Amount> amount() {
        return stages().stream().findFirst().map(Stage::remaining);
    }

    /** The reasons in words. */
    public List<Reason> reasons() {
        return objects(explanation().get("reasons")).stream()
                .map(r -> new Reason(
                        textOf(r, "code").orElse(""),
                        textOf(r, "title").orElse(""),
                        textOf(r, "detail").orElse(""),
                        textOf(r, "remedy").orElse("")))
                .toList();
    }

    /** What would make it allowed. */
    public List<Remedy> remedies() {
        return objects(explanation().get("remedies")).stream()
                .map(GateAnswer::remedy)
                .toList();
    }

    /** The outcome once one choice of each shortage is applied. */
    public Optional<String> outcomeIfApplied() {
        return textOf(explanation(), "outcome_if_applied");
    }

    /** The largest monthly delta that would pass now. */
    public Optional<Amount> maxAllowedDelta() {
        return Optional.ofNullable(amount(explanation(), "max_allowed_delta"));
    }

    /** Chain and sequence of the ledger entry, such as {@code decisions #12}. */
    public Optional<String> ledger() {
        JsonObject ledger = object(json, "ledger");
        return ledger.get("sequence") instanceof JsonNumber sequence
                ? textOf(ledger, "chain").map(chain -> chain + " #" + sequence.text())
                : Optional.empty();
    }

    private JsonObject waterfall() {
        return object(json, "waterfall");
    }

    private JsonObject explanation() {
        return object(json, "explanation");
    }

    private static Stage stage(JsonObject s) {
        return new Stage(
                textOf(s, "stage").orElse(""),
                textOf(s, "status").orElse(""),
                amount(s, "limit"),
                amount(s, "committed"),
                amount(s, "headroom"),
                amount(s, "consumed"),
                amount(s, "remaining"));
    }

    private static Remedy remedy(JsonObject r) {
        int approvals = r.get("approvals") instanceof JsonNumber n && n.text().matches("[0-9]{1,3}")
                ? Integer.parseInt(n.text())
                : 0;
        return new Remedy(
                textOf(r, "kind").orElse(""),
                textOf(r, "stage").orElse(""),
                amount(r, "amount"),
                texts(r.get("roles")),
                textOf(r, "permission").orElse(""),
                approvals);
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private static List<JsonObject> objects(@Nullable JsonValue value) {
        List<JsonObject> found = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (JsonValue element : array.elements()) {
                if (element instanceof JsonObject object) {
                    found.add(object);
                }
            }
        }
        return found;
    }

    private static Optional<String> textOf(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    private static List<String> texts(@Nullable JsonValue value) {
        List<String> found = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (JsonValue element : array.elements()) {
                if (element instanceof JsonString string) {
                    found.add(string.value());
                }
            }
        }
        return found;
    }

    private static @Nullable Amount amount(JsonObject parent, String name) {
        JsonValue value = parent.getNonNull(name);
        if (value == null) {
            return null;
        }
        try {
            // Computed amounts may leave the range of input; the exact decimal is what counts here.
            return value instanceof JsonString s ? computedAmount(s.value()) : null;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CliException("the answer is not a gate response: " + name + " is no amount");
        }
    }

    private static Amount computedAmount(String text) {
        return Amount.ofMicros(new BigDecimal(text).movePointRight(Amount.SCALE).longValueExact());
    }
}
