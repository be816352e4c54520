package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.SHEET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Redaction and digest on plans with any attributes and any marks. */
class RedactionProperties {

    /** Begins every text of a generated value, so that a leak can be seen. */
    private static final String SECRET = "zZsecretZz";

    @Property(tries = 300)
    void theDigestIsTheSameBeforeAndAfterRedaction(@ForAll("plans") JsonObject plan) {
        byte[] original = JsonText.bytes(plan);
        byte[] redacted = PlanRedactor.redact(original);
        assertThat(PlanReader.read(redacted, SHEET)).isEqualTo(PlanReader.read(original, SHEET));
        assertThat(PlanRedactor.redact(redacted)).isEqualTo(redacted);
    }

    @Property(tries = 300)
    void theDigestDoesNotDependOnTheOrderOfMembersAndChanges(@ForAll("plans") JsonObject plan, @ForAll long seed) {
        JsonValue shuffled = shuffled(plan, new Random(seed));
        assertThat(PlanReader.read(JsonText.bytes(shuffled), SHEET).contentSha256())
                .isEqualTo(PlanReader.read(JsonText.bytes(plan), SHEET).contentSha256());
    }

    @Property(tries = 300)
    void nothingUnderAMarkLeaves(@ForAll("values") JsonValue value) {
        JsonObject change = JsonObject.builder()
                .put("actions", List.of("update"))
                .put("before", JsonObject.builder().put("x", value).build())
                .put("after", JsonObject.builder().put("x", value).put("y", 1).build())
                .put("before_sensitive", JsonObject.builder().put("x", true).build())
                .put("after_sensitive", JsonBoolean.TRUE)
                .build();
        byte[] redacted = PlanRedactor.redact(JsonText.bytes(plan(List.of(entry("a.b", change)))));
        assertThat(new String(redacted, StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }

    @Property(tries = 300)
    void minimalPlansCarryTheDigestAndPriceTheSame(@ForAll("plans") JsonObject plan) {
        byte[] original = JsonText.bytes(plan);
        TerraformPlan full = PlanReader.read(original, SHEET);
        TerraformPlan minimal = PlanReader.read(PlanRedactor.minimal(original, SHEET), SHEET);
        assertThat(minimal.contentSha256()).isEqualTo(full.contentSha256());
        assertThat(minimal.changes()).isEqualTo(full.changes());
        assertThat(PlanPricer.price(PricingInput.ofPlan(minimal, null), SHEET, "USD")
                        .basis())
                .isEqualTo(PlanPricer.price(PricingInput.ofPlan(full, null), SHEET, "USD")
                        .basis());
    }

    @Provide
    Arbitrary<JsonObject> plans() {
        return Arbitraries.longs().map(seed -> plan(new Random(seed))).withoutEdgeCases();
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return Arbitraries.longs().map(seed -> value(new Random(seed), 0)).withoutEdgeCases();
    }

    private static JsonObject plan(Random random) {
        List<JsonObject> entries = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            JsonObject change = JsonObject.builder()
                    .put("actions", List.of(pick(random, "create", "update", "delete", "no-op", "read")))
                    .put("before", object(random, 0))
                    .put("after", object(random, 0))
                    .put("after_unknown", JsonObject.EMPTY)
                    .put("before_sensitive", marks(random, 0))
                    .put("after_sensitive", marks(random, 0))
                    .build();
            entries.add(entry("aws_instance.x[" + i + "]", change));
        }
        return plan(entries);
    }

    private static JsonValue value(Random random, int depth) {
        return switch (random.nextInt(depth < 4 ? 6 : 3)) {
            case 0 -> new JsonString(SECRET + random.nextInt(100));
            case 1 -> new JsonNumber(pick(random, "0", "1.50", "-7", "1e3", "12345678901234567890"));
            case 2 -> random.nextBoolean() ? JsonNull.NULL : JsonBoolean.of(random.nextBoolean());
            case 3 -> JsonArray.of(random.ints(random.nextInt(4)).mapToObj(i -> value(random, depth + 1)));
            default -> object(random, depth + 1);
        };
    }

    private static JsonObject object(Random random, int depth) {
        JsonObject.Builder builder = JsonObject.builder();
        for (String name : List.of("a", "b", "size", "name", "instance_type", "root_block_device")) {
            if (random.nextInt(3) == 0) {
                builder.put(name, value(random, depth));
            }
        }
        return builder.build();
    }

    /** Marks as terraform makes them: objects and lists like the value's, true somewhere; or of another shape. */
    private static JsonValue marks(Random random, int depth) {
        return switch (random.nextInt(depth < 4 ? 5 : 2)) {
            case 0 -> JsonBoolean.of(random.nextInt(3) == 0);
            case 1 -> JsonObject.EMPTY;
            case 2 -> JsonArray.of(random.ints(random.nextInt(4)).mapToObj(i -> marks(random, depth + 1)));
            default -> {
                JsonObject.Builder builder = JsonObject.builder();
                for (String name : List.of("a", "b", "size", "instance_type")) {
                    if (random.nextInt(3) == 0) {
                        builder.put(name, marks(random, depth + 1));
                    }
                }
                yield builder.build();
            }
        };
    }

    private static String pick(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static JsonObject entry(String address, JsonObject change) {
        return JsonObject.builder()
                .put("address", address)
                .put("mode", "managed")
                .put("type", "aws_instance")
                .put("change", change)
                .build();
    }

    private static JsonObject plan(List<JsonObject> entries) {
        return JsonObject.builder()
                .put("format_version", "1.2")
                .put("planned_values", JsonObject.builder().put("leak", SECRET).build())
                .put("resource_changes", JsonArray.of(entries.stream()))
                .put("complete", true)
                .put("errored", false)
                .build();
    }

    /** The same plan with members, and the entries of resource_changes, in another order. */
    private static JsonValue shuffled(JsonValue value, Random random) {
        if (value instanceof JsonArray array) {
            return JsonArray.of(array.elements().stream().map(element -> shuffled(element, random)));
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        List<String> names = new ArrayList<>(object.names());
        Collections.shuffle(names, random);
        JsonObject.Builder builder = JsonObject.builder();
        for (String name : names) {
            JsonValue member = shuffled(object.get(name), random);
            if (name.equals("resource_changes") && member instanceof JsonArray array) {
                List<JsonValue> elements = new ArrayList<>(array.elements());
                Collections.shuffle(elements, random);
                member = new JsonArray(elements);
            }
            builder.put(name, member);
        }
        return builder.build();
    }
}
