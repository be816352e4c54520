package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reservation.ConservationLaw.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What became of the part of a credit that a hold had reserved, when the hold was closed or took its late actual (spec 3.2,
 * 11): {@code reserved = consumed + returned + written_off}, each >= 0. Immutable.
 *
 * @param reserved what the hold's draws on the credit stood for before: what was held, or at a late actual what the closing
 *     had left charged
 * @param consumed charged for good
 * @param returned what can be drawn again
 * @param writtenOff what came back after the credit had expired
 */
public record GrantUse(String grantId, Amount reserved, Amount consumed, Amount returned, Amount writtenOff) {

    /**
     * Checks the laws.
     *
     * @throws ConservationViolation when a part is below 0 or the parts do not sum to what was reserved
     */
    public GrantUse {
        List<Part> parts = List.of(
                new Part("consumed", consumed), new Part("returned", returned), new Part("written_off", writtenOff));
        ConservationLaw.nonNegative("use of grant " + grantId, parts);
        ConservationLaw.balance("use of grant " + grantId, reserved, parts);
    }

    /**
     * The uses of a settlement, one for each credit in the order of its first draw.
     *
     * @param expired whether a credit, by its id, had expired at that time
     */
    public static List<GrantUse> of(Settlement settlement, Predicate<String> expired) {
        return uses(settlement.held().draws(), settlement.draws(), expired);
    }

    /** As {@link #of(Settlement, Predicate)}, of a hold that was given back unused. */
    public static List<GrantUse> released(HoldParts held, Predicate<String> expired) {
        List<Amount> nothing = held.draws().stream().map(draw -> Amount.ZERO).toList();
        return uses(held.draws(), nothing, expired);
    }

    /**
     * The uses of a late actual: what the closing had charged and what is charged now. A closing that released the hold
     * had left nothing, so there is nothing to say about credits.
     *
     * @param before how the hold was settled when it was closed
     */
    public static List<GrantUse> late(Settlement before, Settlement late, Predicate<String> expired) {
        List<HeldDraw> left = new ArrayList<>();
        List<Amount> charged = new ArrayList<>();
        List<HeldDraw> held = before.held().draws();
        for (int i = 0; i < held.size(); i++) {
            if (before.draws().get(i).isPositive()) {
                left.add(new HeldDraw(
                        held.get(i).grantId(),
                        held.get(i).pool(),
                        before.draws().get(i)));
                charged.add(late.draws().get(i));
            }
        }
        return uses(left, charged, expired);
    }

    private static List<GrantUse> uses(List<HeldDraw> held, List<Amount> charged, Predicate<String> expired) {
        Map<String, GrantUse> uses = new LinkedHashMap<>();
        for (int i = 0; i < held.size(); i++) {
            GrantUse use =
                    of(held.get(i), charged.get(i), expired.test(held.get(i).grantId()));
            uses.merge(use.grantId(), use, GrantUse::plus);
        }
        return List.copyOf(uses.values());
    }

    private static GrantUse of(HeldDraw draw, Amount charged, boolean expired) {
        Amount back = draw.amount().minus(charged);
        return new GrantUse(
                draw.grantId(), draw.amount(), charged, expired ? Amount.ZERO : back, expired ? back : Amount.ZERO);
    }

    /** {@code {grant_id, reserved, consumed, returned, written_off}}, as spec 11 shows it. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("grant_id", grantId)
                .put("reserved", Amount.toJson(reserved))
                .put("consumed", Amount.toJson(consumed))
                .put("returned", Amount.toJson(returned))
                .put("written_off", Amount.toJson(writtenOff))
                .build();
    }

    private GrantUse plus(GrantUse more) {
        return new GrantUse(
                grantId,
                reserved.plus(more.reserved),
                consumed.plus(more.consumed),
                returned.plus(more.returned),
                writtenOff.plus(more.writtenOff));
    }
}
