package dev.spendweir.plan;

import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.price.BundledPriceSheet;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.price.PriceSheetReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Plans for tests: those made by src/test/terraform/make-plans.sh, and small ones written here. */
final class PlanFixtures {

    static final PriceSheet SHEET = BundledPriceSheet.get();

    private PlanFixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = PlanFixtures.class.getResourceAsStream("plans/" + name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no plan " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TerraformPlan plan(String json) {
        return PlanReader.read(utf8(json), SHEET);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A plan that says that it is whole, with these entries of resource_changes. */
    static byte[] planOf(String... changes) {
        return utf8("{\"format_version\":\"1.2\",\"errored\":false,\"complete\":true,\"resource_changes\":["
                + String.join(",", changes) + "]}");
    }

    /** An entry of resource_changes; before and after are JSON. */
    static String change(String address, String actions, String before, String after) {
        String type = address.substring(address.startsWith("module.") ? address.indexOf('.', 7) + 1 : 0)
                .split("\\.")[0];
        return "{\"address\":" + text(address) + ",\"mode\":\"managed\",\"type\":\"" + type
                + "\",\"name\":\"x\",\"provider_name\":\"p\",\"change\":{\"actions\":[" + quoted(actions)
                + "],\"before\":" + before + ",\"after\":" + after + ",\"after_unknown\":{}}}";
    }

    private static String text(String value) {
        return new String(JsonText.bytes(new JsonString(value)), StandardCharsets.UTF_8);
    }

    private static String quoted(String actions) {
        return "\"" + actions.replace(",", "\",\"") + "\"";
    }

    /** A small price sheet: unit.a costs 10 a month, unit.b 0.5 an hour, free_thing nothing, guess 7 on an assumption. */
    static PriceSheet smallSheet() {
        return PriceSheetReader.read(JsonReader.read("""
                        {"schema":"spendweir.price_sheet/v1","name":"small","currency":"USD",
                         "sources":{"s":{"text":"test","as_of":"2025-01-01"}},
                         "tables":{"size":{"source":"s","prices":{"a":"10","b":"20"}}},
                         "free":["free_thing"],
                         "resources":{
                          "unit":{"components":[{"name":"u","per":"month","price":{"table":"size","key":["size"]}}]},
                          "clock":{"components":[{"name":"c","per":"hour","price":"0.5","source":"s"}]},
                          "guess":{"components":[{"name":"g","per":"month","price":"7","source":"s","assume":"seven"}]}}}
                        """)).sheet();
    }
}
