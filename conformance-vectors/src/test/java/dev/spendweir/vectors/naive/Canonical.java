package dev.spendweir.vectors.naive;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** RFC 8785 canonical JSON, and SHA-256 in lower-case hex. */
public final class Canonical {
    private Canonical() {}

    /** The canonical text; lone surrogates and numbers beyond double are refused (spec 10 A10). */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** Hex SHA-256 of the canonical form. */
    public static String sha256(Object value) {
        return hex(digest(bytes(value)));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] digest(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same value with every number in its canonical spelling. */
    static Object withCanonicalNumbers(Object value) {
        if (value instanceof Map) {
            Map<String, Object> members = new LinkedHashMap<>();
            Json.asObject(value).forEach((key, member) -> members.put(key, withCanonicalNumbers(member)));
            return members;
        }
        if (value instanceof List) {
            List<Object> items = new ArrayList<>();
            Json.asList(value).forEach(item -> items.add(withCanonicalNumbers(item)));
            return items;
        }
        return value instanceof JsonNumber number ? new JsonNumber(number(number.doubleValue())) : value;
    }

    private static void append(Object value, StringBuilder out) {
        if (value instanceof Map) {
            // String's natural order is by UTF-16 code units, as RFC 8785 asks.
            String separator = "";
            out.append('{');
            for (Map.Entry<String, Object> member : new TreeMap<>(Json.asObject(value)).entrySet()) {
                out.append(separator);
                append(member.getKey(), out);
                out.append(':');
                append(member.getValue(), out);
                separator = ",";
            }
            out.append('}');
        } else if (value instanceof List) {
            String separator = "";
            out.append('[');
            for (Object item : Json.asList(value)) {
                out.append(separator);
                append(item, out);
                separator = ",";
            }
            out.append(']');
        } else if (value instanceof String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Json.isLone(text, i)) {
                    throw new NotJsonException("lone surrogate");
                }
            }
            Json.writeString(text, out);
        } else if (value instanceof JsonNumber number) {
            out.append(number(number.doubleValue()));
        } else {
            out.append(value);
        }
    }

    /** A double as ECMAScript prints it: the fewest digits that read back as the same double, the nearest of those. */
    static String number(double value) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            throw new NotJsonException("number beyond double");
        }
        if (value == 0) {
            return "0";
        }
        if (value < 0) {
            return "-" + number(-value);
        }
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        // The value is 0.digits * 10^point.
        int point = digits.length() - shortest.scale();
        return layOut(digits, point);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int length = 1; length <= 17; length++) {
            BigDecimal below = exact.round(new MathContext(length, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(length, RoundingMode.UP));
            boolean belowReads = Double.parseDouble(below.toString()) == value;
            boolean aboveReads = Double.parseDouble(above.toString()) == value;
            if (belowReads && aboveReads) {
                return nearer(exact, below, above).stripTrailingZeros();
            }
            if (belowReads || aboveReads) {
                return (belowReads ? below : above).stripTrailingZeros();
            }
        }
        throw new IllegalStateException("17 digits always suffice: " + value);
    }

    private static BigDecimal nearer(BigDecimal exact, BigDecimal below, BigDecimal above) {
        int order = exact.subtract(below).compareTo(above.subtract(exact));
        boolean belowIsEven = !below.unscaledValue().testBit(0);
        return order < 0 || order == 0 && belowIsEven ? below : above;
    }

    private static String layOut(String digits, int point) {
        int count = digits.length();
        if (point > 21) {
            return exponential(digits, "e+" + (point - 1));
        }
        if (point >= count) {
            return digits + "0".repeat(point - count);
        }
        if (point > 0) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (point > -6) {
            return "0." + "0".repeat(-point) + digits;
        }
        return exponential(digits, "e" + (point - 1));
    }

    private static String exponential(String digits, String exponent) {
        return digits.length() == 1 ? digits + exponent : digits.charAt(0) + "." + digits.substring(1) + exponent;
    }
}
