package dev.spendweir.vectors.naive;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ingest.focus: rows of a FOCUS file summed to a figure for each day and project (spec 5.4; PORTING.md). */
final class Focus {
    private record Day(String date, String project) {}

    private record Row(Day day, BigDecimal cost, boolean correction) {}

    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]+(\\.[0-9]+)?)([eE]([+-]?[0-9]{1,4}))?");
    private static final Pattern TIME = Pattern.compile(
            "(.{10})([T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}(\\.[0-9]{1,9})?)?" + "(Z|([+-])([0-9]{2}):([0-9]{2}))?)?");
    private static final BigDecimal LIMIT = new BigDecimal("10000000000");

    private final String currency;
    private final String projectColumn;
    private final String costColumn;
    private final long clock;

    private Focus(String currency, String projectColumn, String costColumn, long clock) {
        this.currency = currency;
        this.projectColumn = projectColumn;
        this.costColumn = costColumn == null ? "BilledCost" : costColumn;
        this.clock = clock;
    }

    static Map<String, Object> sum(Map<String, Object> input) {
        Findings findings = new Findings();
        Members in = new Members(findings, Members.Codes.OPEN, "", input).required("rows", "currency");
        String currency = in.text("currency", t -> true, null);
        String project = in.text("project_column", t -> true, null);
        String cost = in.text("cost_column", t -> true, null);
        List<Object> rows = in.list("rows");
        for (int i = 0; rows != null && i < rows.size(); i++) {
            checkTexts(findings, "/rows/" + i, rows.get(i));
        }
        findings.throwIfAny();
        return new Focus(currency, project, cost, Ingest.clock(input)).sum(rows);
    }

    private static void checkTexts(Findings findings, String pointer, Object row) {
        if (!(row instanceof Map)) {
            findings.add(pointer, "INVALID_FIELD");
            return;
        }
        Json.asObject(row).forEach((column, field) -> {
            if (!(field instanceof String)) {
                findings.add(Findings.child(pointer, column), "INVALID_FIELD");
            }
        });
    }

    private Map<String, Object> sum(List<Object> rows) {
        Map<Day, List<Row>> byDay = new TreeMap<>(Comparator.comparing(Day::date)
                .thenComparing(Day::project, Comparator.nullsFirst(Comparator.naturalOrder())));
        List<Object> rejected = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            try {
                Row row = row(Json.asObject(rows.get(i)));
                byDay.computeIfAbsent(row.day(), day -> new ArrayList<>()).add(row);
            } catch (Refusal refusal) {
                rejected.add(Json.object(
                        "index", JsonNumber.of(i),
                        "code", refusal.getMessage(),
                        "pointer", Json.at(refusal.error(), "errors", 0, "pointer")));
            }
        }
        List<Object> days = new ArrayList<>();
        List<Object> corrections = new ArrayList<>();
        byDay.forEach((day, all) -> {
            boolean corrects = all.stream().allMatch(Row::correction);
            (corrects ? corrections : days).add(figure(day, all));
        });
        return Json.object(
                "accepted", JsonNumber.of(rows.size() - rejected.size()),
                "days", days,
                "corrections", corrections,
                "rejected", rejected);
    }

    private static Map<String, Object> figure(Day day, List<Row> rows) {
        BigDecimal exact = rows.stream().map(Row::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal sum = exact.setScale(6, RoundingMode.HALF_EVEN);
        if (sum.abs().compareTo(LIMIT) > 0) {
            throw Refusal.of("AMOUNT_OUT_OF_RANGE");
        }
        BigInteger micros = sum.unscaledValue();
        return Json.object("date", day.date(), "project_id", day.project(), "amount", Micros.format(micros));
    }

    private Row row(Map<String, Object> row) {
        String date = date(required(row, "ChargePeriodStart"));
        if (!required(row, "BillingCurrency").equals(currency)) {
            throw refused("BillingCurrency", "CURRENCY_MISMATCH");
        }
        String project = project(row);
        BigDecimal cost = cost(required(row, costColumn));
        return new Row(new Day(date, project), cost, "Correction".equals(present(row.get("ChargeClass"))));
    }

    private static String present(Object field) {
        String text = field == null ? "" : Texts.strip((String) field);
        return text.isEmpty() || text.toLowerCase(Locale.ROOT).equals("null") ? null : text;
    }

    private static String required(Map<String, Object> row, String column) {
        String text = present(row.get(column));
        if (text == null) {
            throw refused(column, "FIELD_REQUIRED");
        }
        return text;
    }

    private static Refusal refused(String column, String code) {
        return Refusal.at(Findings.child("", column), code);
    }

    private String date(String text) {
        Refusal bad = refused("ChargePeriodStart", "INVALID_FIELD");
        Matcher m = TIME.matcher(text);
        if (!m.matches() || Moments.parseDate(m.group(1)) == null) {
            throw bad;
        }
        String time = m.group(3) == null ? "00:00" : m.group(3);
        String seconds = m.group(4) == null ? ":00" : m.group(4);
        LocalDateTime utc;
        try {
            utc = LocalDateTime.parse(m.group(1) + "T" + time + seconds);
        } catch (DateTimeException e) {
            throw bad;
        }
        if (m.group(7) != null) {
            int hours = Integer.parseInt(m.group(8));
            int minutes = Integer.parseInt(m.group(9));
            if (hours > 23 || minutes > 59) {
                throw bad;
            }
            int east = hours * 60 + minutes;
            utc = m.group(7).equals("+") ? utc.minusMinutes(east) : utc.plusMinutes(east);
        }
        boolean travels = utc.getYear() >= 1 && utc.getYear() <= 9999;
        if (!travels || utc.toLocalDate().isAfter(Moments.dateOf(clock).plusDays(2))) {
            throw bad;
        }
        return utc.toLocalDate().toString();
    }

    private BigDecimal cost(String text) {
        Matcher m = NUMBER.matcher(text);
        boolean good = text.length() <= 64 && m.matches();
        int exponent = !good || m.group(4) == null ? 0 : Integer.parseInt(m.group(4));
        if (!good || exponent < -40 || exponent > 40) {
            throw refused(costColumn, "INVALID_AMOUNT");
        }
        BigDecimal cost = new BigDecimal(m.group(1)).scaleByPowerOfTen(exponent);
        if (cost.abs().compareTo(LIMIT) > 0) {
            throw refused(costColumn, "AMOUNT_OUT_OF_RANGE");
        }
        return cost;
    }

    private String project(Map<String, Object> row) {
        if (projectColumn == null) {
            return null;
        }
        boolean tagged = projectColumn.startsWith("tag:");
        String column = tagged ? "Tags" : projectColumn;
        String project = present(row.get(column));
        if (tagged && project != null) {
            project = tag(project, projectColumn.substring(4));
        }
        if (project != null && !Texts.isCleanAndStripped(project, 1, 128)) {
            throw refused(column, "INVALID_FIELD");
        }
        return project == null ? "unassigned" : project;
    }

    private static String tag(String tags, String key) {
        Object read;
        try {
            read = JsonReader.read(tags);
        } catch (NotJsonException e) {
            throw refused("Tags", "INVALID_FIELD");
        }
        if (!(read instanceof Map)) {
            throw refused("Tags", "INVALID_FIELD");
        }
        return Json.asObject(read).get(key) instanceof String text ? present(text) : null;
    }
}
