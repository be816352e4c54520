package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.Canonical;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.NotJsonException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Inputs of the ingest ops: mostly good, with times and amounts at the limits of spec 5.4. */
final class RandomIngest {
    private static final BigDecimal LIMIT = new BigDecimal("10000000000");

    private final Dice dice;
    private final RandomAmounts amounts;
    private final RandomMoments moments;
    private final Instant clock;

    RandomIngest(Dice dice) {
        this.dice = dice;
        amounts = new RandomAmounts(dice);
        moments = new RandomMoments(dice);
        clock = moments.on(moments.day());
    }

    Map<String, Object> accept() {
        Map<String, Object> envelope = envelope();
        Map<String, Object> input =
                Json.object("tenant_id", "acme", "currency", "USD", "clock_time", moments.spelled(clock));
        input.put("envelope", envelope);
        if (dice.percent(25)) {
            input.put("integrity", dice.pick(true, true, false, null));
        }
        return input;
    }

    private Map<String, Object> envelope() {
        String type = dice.pick("cost.daily", "cost.daily", "cost.daily", "cost.watermark");
        String version = dice.pick("1.0", "1.0", "1.0", "1.1", "1.9999", "1.00", "1.10000", "2.0", "0.9", "1", "1.0 ");
        Map<String, Object> payload = type.equals("cost.daily") ? dailyCost() : watermark();
        Map<String, Object> envelope = Json.object(
                "tenant_id",
                dice.percent(96) ? "acme" : dice.pick("Acme", "", "other"),
                "event_id",
                name(),
                "trace_id",
                name(),
                "agent_id",
                "billing",
                "schema_version",
                dice.percent(75) ? "1.0" : version,
                "created_at",
                moments.spelled(createdAt()),
                "source",
                "aws-cur",
                "type",
                dice.percent(96) ? type : dice.pick("cost.hourly", "usage.actual", "Cost.daily"),
                "payload",
                payload);
        if (dice.percent(35)) {
            String hash = hash(payload);
            envelope.put(
                    "integrity_hash",
                    dice.percent(80) ? hash : dice.pick("", hash.toUpperCase(java.util.Locale.ROOT), null));
        }
        if (dice.percent(8)) {
            envelope.put(dice.pick("region", "a/b"), dice.pick("x", null));
        }
        if (dice.percent(8)) {
            envelope.remove(dice.pick(new ArrayList<>(envelope.keySet())));
        }
        return envelope;
    }

    private static String hash(Map<String, Object> payload) {
        try {
            return Canonical.sha256(payload);
        } catch (NotJsonException e) {
            return "00";
        }
    }

    private String name() {
        return dice.pick(
                "e-1",
                "e-1",
                "\u00e9 \ud83d\ude00",
                "x".repeat(256),
                dice.percent(8) ? "x".repeat(257) : "y",
                dice.percent(8) ? " e" : "z");
    }

    private Instant createdAt() {
        return switch (dice.below(6)) {
            case 0 -> clock.plusSeconds(300);
            case 1 -> clock.plusSeconds(300).plusMillis(dice.pick(1, -1));
            default -> moments.near(clock.minusSeconds(dice.below(500_000)));
        };
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock, ZoneOffset.UTC);
    }

    private Map<String, Object> dailyCost() {
        BigDecimal amount = dice.percent(15) ? amounts.near(LIMIT) : amounts.usual();
        Map<String, Object> payload = Json.object(
                "date",
                        today().plusDays(dice.between(-40, 2) + dice.pick(0, 0, 0, 0, 1))
                                .toString(),
                "amount", amounts.spelled(dice.percent(25) ? amount.negate() : amount),
                "currency", dice.percent(95) ? "USD" : dice.pick("EUR", "usd", " USD", ""));
        if (dice.percent(3)) {
            payload.put("amount", amounts.anything());
        }
        if (dice.percent(70)) {
            payload.put(
                    "project_id",
                    dice.pick("payments", "p".repeat(128), null, dice.percent(10) ? "p ".repeat(64) : "\uff61"));
        }
        if (dice.percent(50)) {
            payload.put("final", dice.pick(true, false, null));
        }
        if (dice.percent(6)) {
            payload.put(dice.pick("note", "Amount"), dice.pick("x", null));
        }
        return payload;
    }

    private Map<String, Object> watermark() {
        return Json.object(
                "complete_through",
                today().plusDays(dice.pick(-400, -3, -1, -1, 0, 0, 1)).toString());
    }

    Map<String, Object> focus() {
        String project = dice.pick(null, "SubAccountId", "tag:app", "tag:app", "tag:");
        List<Object> rows = new ArrayList<>();
        for (int i = dice.between(0, 9); i > 0; i--) {
            rows.add(row());
        }
        Map<String, Object> input = Json.object("rows", rows, "currency", "USD", "clock_time", moments.spelled(clock));
        if (project != null || dice.percent(20)) {
            input.put("project_column", project);
        }
        if (dice.percent(15)) {
            input.put("cost_column", dice.pick("EffectiveCost", "BilledCost", null));
        }
        return input;
    }

    private Map<String, Object> row() {
        Map<String, Object> row = Json.object(
                "ChargePeriodStart", odd(time()),
                "BillingCurrency", dice.percent(95) ? odd("USD") : dice.pick("EUR", "usd", "null", ""),
                "BilledCost", odd(cost()),
                "SubAccountId", odd(dice.pick("s1", "s1", "s2", "NULL", "", "s".repeat(dice.pick(128, 129)))),
                "Tags", odd(tags()));
        if (dice.percent(40)) {
            row.put("ChargeClass", dice.pick("Correction", "Correction", "NULL", "", "correction"));
        }
        if (dice.percent(20)) {
            row.put("EffectiveCost", cost());
        }
        return row;
    }

    private String odd(String text) {
        return dice.percent(4)
                ? dice.pick(" " + text, text + "\t", "NuLL", "", text + "\u00a0", "\u2003" + text)
                : text;
    }

    private String time() {
        LocalDate day = today().minusDays(dice.pick(1, 1, 1, 2, 2, 30, -2, -3, 0));
        String date = dice.percent(97) ? day.toString() : dice.pick("2026-02-30", "0001-01-01", "9999-12-31", "26-1-1");
        String clockPart = dice.pick("", "", "T00:00:00Z", " 00:00:00", "T23:59", " 23:59:59.999999999", "T22:30Z")
                + (dice.percent(4) ? dice.pick("T24:00", " 12:60", "T1:00", "Z", " 10:00:60") : "");
        boolean zoned = clockPart.length() > 3 && !clockPart.endsWith("Z") && dice.percent(40);
        return date
                + clockPart
                + (zoned ? dice.pick("+02:00", "-02:00", "+14:00", "-23:59", "+00:00", "Z", "+24:00", "+0200") : "");
    }

    private String cost() {
        return switch (dice.below(12)) {
            case 0 -> "0.0000005";
            case 1 -> dice.pick("1.5E-6", "-2.5e-7", "12e+2", "1e40", "1e-40", "1e41", "1e-00041", "0e9999", "1e99999");
            case 2 -> dice.pick("10000000000", "-10000000000", "10000000000.0000001", "1e10", "9999999999.9999999");
            case 3 ->
                dice.percent(40) ? dice.pick("+1", ".5", "5.", "1,5", "x", "\u0661", "0x1", "--1", "NaN") : "-3.25";
            case 4 -> "0." + "0".repeat(dice.between(50, 62)) + "1";
            case 5 -> "0.000000" + dice.pick("5", "15", "25", "4999", "50000001");
            default -> amounts.usual().toPlainString();
        };
    }

    private String tags() {
        return dice.pick(
                "{\"app\": \"web\"}",
                "{\"app\":\"web\",\"env\":\"x\"}",
                "{\"app\": \" shop \"}",
                "{\"app\":\"NULL\"}",
                "{\"app\":7}",
                "{\"\":\"none\"}",
                "NULL",
                "",
                dice.percent(20)
                        ? dice.pick("[]", "{", "\"app\"", "{\"app\":\"a\",\"app\":\"b\"}", "{\"app\":\"\\ud800\"}")
                        : "{}");
    }
}
