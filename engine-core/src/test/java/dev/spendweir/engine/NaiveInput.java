package dev.spendweir.engine;

import static dev.spendweir.engine.NaiveValues.micros;
import static java.math.BigInteger.ZERO;

import dev.spendweir.canonical.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the naive engine decides on.
 *
 * @param policy canonical, all fields
 * @param request normalised, all fields
 * @param snapshot valid, as it came
 * @param clock to the millisecond
 */
record NaiveInput(JsonObject policy, JsonObject request, JsonObject snapshot, String environmentClass, Instant clock) {

    NaiveInput {
        clock = clock.truncatedTo(ChronoUnit.MILLIS);
    }

    BigInteger delta() {
        return micros(request.get("estimated_monthly_delta"));
    }

    BigInteger amount() {
        return delta().max(ZERO);
    }
}
