package dev.spendweir.testing;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.math.BigDecimal;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Random JSON. */
public final class JsonGenerators {

    private JsonGenerators() {}

    /** Texts of every kind of character that JSON can hold, without lone surrogates. */
    public static Arbitrary<String> texts() {
        Arbitrary<String> characters = Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.integers().between(0x20, 0x7E)),
                        Tuple.of(1, Arbitraries.integers().between(0x01, 0x1F)),
                        Tuple.of(2, Arbitraries.integers().between(0x80, 0xD7FF)),
                        Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFFFF)),
                        Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10FFFF)))
                .map(Character::toString);
        return characters.list().ofMaxSize(12).map(list -> String.join("", list));
    }

    /** Finite doubles of all magnitudes, by their bits. */
    public static Arbitrary<Double> finiteDoubles() {
        return Arbitraries.longs()
                .withDistribution(RandomDistribution.uniform())
                .map(Double::longBitsToDouble)
                .filter(Double::isFinite);
    }

    /** Numbers that I-JSON allows: whole ones, decimals, and other spellings of the same. */
    public static Arbitrary<JsonNumber> numbers() {
        Arbitrary<String> whole = Arbitraries.longs()
                .between(-9_007_199_254_740_991L, 9_007_199_254_740_991L)
                .map(String::valueOf);
        Arbitrary<String> decimals = Arbitraries.bigDecimals()
                .between(new BigDecimal("-1000000"), new BigDecimal("1000000"))
                .ofScale(9)
                .map(BigDecimal::toPlainString);
        Arbitrary<String> scaled = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.TEN)
                .ofScale(4)
                .map(number -> number.toPlainString() + "e-7");
        return Arbitraries.oneOf(whole, decimals, scaled).map(JsonNumber::new);
    }

    /** Values with at most that many containers inside each other. */
    public static Arbitrary<JsonValue> values(int depth) {
        Arbitrary<JsonValue> scalars = Arbitraries.oneOf(
                texts().map(JsonString::new),
                numbers(),
                Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE),
                Arbitraries.just(JsonNull.NULL));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<JsonValue> inner = Arbitraries.lazy(() -> values(depth - 1));
        return Arbitraries.oneOf(scalars, inner.list().ofMaxSize(4).map(JsonArray::new), objects(depth));
    }

    /** Objects with at most that many containers inside each other, themselves counted. */
    public static Arbitrary<JsonObject> objects(int depth) {
        Arbitrary<JsonValue> inner = Arbitraries.lazy(() -> values(depth - 1));
        return Arbitraries.maps(texts(), inner).ofMaxSize(5).map(JsonGenerators::object);
    }

    /** An object of a map's entries, in the map's order. */
    public static JsonObject object(Map<String, ? extends JsonValue> members) {
        JsonObject.Builder builder = JsonObject.builder();
        members.forEach(builder::put);
        return builder.build();
    }
}
