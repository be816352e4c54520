package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The balances of credit grants; remaining + reserved + consumed + written_off is always the original amount. */
final class Grants {
    private static final class Balance {
        private final String projectId;
        private final String pool;
        private final Long expiresAt;
        private BigInteger remaining;
        private BigInteger reserved = Micros.ZERO;
        private BigInteger consumed = Micros.ZERO;
        private BigInteger writtenOff = Micros.ZERO;

        private Balance(Object grant) {
            projectId = (String) Json.at(grant, "project_id");
            pool = (String) Json.at(grant, "pool");
            expiresAt = Moments.parseTime(Json.at(grant, "expires_at"));
            remaining = Micros.of(Json.at(grant, "remaining"));
        }

        private Balance(Balance other) {
            projectId = other.projectId;
            pool = other.pool;
            expiresAt = other.expiresAt;
            remaining = other.remaining;
            reserved = other.reserved;
            consumed = other.consumed;
            writtenOff = other.writtenOff;
        }

        private boolean isExpired(long at) {
            return expiresAt != null && expiresAt <= at;
        }
    }

    private final Map<String, Balance> balances = new LinkedHashMap<>();

    private Grants() {}

    /** Grants in their normalised form, in input order. */
    static Grants of(List<Object> normalized) {
        Grants grants = new Grants();
        normalized.forEach(grant -> grants.balances.put((String) Json.at(grant, "grant_id"), new Balance(grant)));
        return grants;
    }

    Grants copy() {
        Grants copy = new Grants();
        balances.forEach((id, balance) -> copy.balances.put(id, new Balance(balance)));
        return copy;
    }

    /** Takes a draw out of its grant; the code of the refusal, or null (spec 10 R2). */
    String take(Hold.Draw draw, String projectId, long at) {
        Balance balance = balances.get(draw.grantId());
        if (balance == null) {
            return "GRANT_UNKNOWN";
        }
        boolean otherProject = balance.projectId != null && !balance.projectId.equals(projectId);
        if (otherProject || !balance.pool.equals(draw.pool())) {
            return "GRANT_NOT_ALLOWED";
        }
        if (balance.isExpired(at)) {
            return "GRANT_EXPIRED";
        }
        if (draw.amount().compareTo(balance.remaining) > 0) {
            return "GRANT_EXHAUSTED";
        }
        balance.remaining = balance.remaining.subtract(draw.amount());
        balance.reserved = balance.reserved.add(draw.amount());
        return null;
    }

    /** Ends a draw: a part is consumed, the rest goes back, or is written off when the grant expired (spec 10 R4). */
    void close(Hold.Draw draw, BigInteger consumed, long at) {
        Balance balance = balances.get(draw.grantId());
        BigInteger rest = draw.amount().subtract(consumed);
        balance.reserved = balance.reserved.subtract(draw.amount());
        balance.consumed = balance.consumed.add(consumed);
        if (balance.isExpired(at)) {
            balance.writtenOff = balance.writtenOff.add(rest);
        } else {
            balance.remaining = balance.remaining.add(rest);
        }
    }

    /** Writes off what remains of every grant that has expired (spec 10 R8). */
    void expire(long at) {
        for (Balance balance : balances.values()) {
            if (balance.isExpired(at)) {
                balance.writtenOff = balance.writtenOff.add(balance.remaining);
                balance.remaining = Micros.ZERO;
            }
        }
    }

    List<Object> result() {
        List<Object> out = new ArrayList<>();
        balances.forEach((id, balance) -> out.add(Json.object(
                "grant_id", id,
                "remaining", Micros.format(balance.remaining),
                "reserved", Micros.format(balance.reserved),
                "consumed", Micros.format(balance.consumed),
                "written_off", Micros.format(balance.writtenOff))));
        return out;
    }
}
