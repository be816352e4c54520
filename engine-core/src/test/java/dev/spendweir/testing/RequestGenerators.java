package dev.spendweir.testing;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random valid raw requests in USD. */
public final class RequestGenerators {

    private RequestGenerators() {}

    /** A valid request with every field. */
    public static JsonObject sample() {
        return Json.object("{'tenant_id':'acme','source':'terraform','project_id':'payments','environment':'prod',"
                + "'action':'vm.create','resource_reference':'aws_instance.web','currency':'USD',"
                + "'estimated_monthly_delta':'120.5','estimated_hourly_delta':'0.17','requester_id':'alice',"
                + "'idempotency_key':'key-1','dry_run':false,'unpriced_resources':0,'metadata':{}}");
    }

    /** Valid requests with every field, in many spellings. */
    public static Arbitrary<JsonObject> requests() {
        Map<String, Arbitrary<JsonValue>> fields = new LinkedHashMap<>();
        fields.put("tenant_id", padded(Arbitraries.of("acme", "A.b-c_9", "0")));
        fields.put("source", padded(Arbitraries.of("terraform", "k8s_admission", "cloud_event", "llm_call", "custom")));
        fields.put("project_id", padded(names(128)));
        fields.put(
                "environment",
                padded(Arbitraries.oneOf(names(64), Arbitraries.of("Prod", "prod-eu", "DEV", "live/x"))));
        fields.put("action", padded(Arbitraries.of("vm.create", "VM.Delete", "a", "_x.y-z.0", "db.scale-up")));
        fields.put("resource_reference", padded(names(512)));
        fields.put("currency", padded(Arbitraries.just("USD")));
        fields.put("estimated_monthly_delta", amounts());
        fields.put("estimated_hourly_delta", amounts());
        fields.put("requester_id", padded(names(128)));
        fields.put("idempotency_key", padded(names(251).map(name -> "key-" + name)));
        fields.put("dry_run", Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE));
        fields.put(
                "unpriced_resources",
                Arbitraries.integers().between(0, Integer.MAX_VALUE).map(JsonNumber::of));
        fields.put("metadata", JsonGenerators.objects(3).map(object -> object));
        return Combinators.combine(fields.values().stream().toList()).as(values -> {
            JsonObject.Builder request = JsonObject.builder();
            int i = 0;
            for (String name : fields.keySet()) {
                request.put(name, values.get(i++));
            }
            return request.build();
        });
    }

    /** Amounts of both signs, as strings and as numbers. */
    public static Arbitrary<JsonValue> amounts() {
        Arbitrary<String> texts = Arbitraries.bigDecimals()
                .between(BigDecimal.TEN.pow(12).negate(), BigDecimal.TEN.pow(12))
                .ofScale(7)
                .map(BigDecimal::toPlainString);
        return Arbitraries.oneOf(texts.map(JsonString::new), texts.map(JsonNumber::new));
    }

    /** Names as spec 1.2 allows them, already stripped. */
    public static Arbitrary<String> names(int max) {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withCharRange('\u00a1', '\u00ff')
                .withChars('\u4e2d', '\u00a0', '\ufffd')
                .ofMinLength(1)
                .ofMaxLength(Math.min(max, 24));
    }

    private static Arbitrary<JsonValue> padded(Arbitrary<String> texts) {
        Arbitrary<String> space =
                Arbitraries.strings().withChars(" \t\n\u000b\f\r").ofMaxLength(2);
        return Combinators.combine(space, texts, space)
                .as((before, text, after) -> new JsonString(before + text + after));
    }
}
