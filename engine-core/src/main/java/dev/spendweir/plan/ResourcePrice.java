package dev.spendweir.plan;

import dev.spendweir.amount.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The price of one change.
 *
 * @param address the resource's address
 * @param type the resource type; empty when only Infracost told of it
 * @param kind what is done to it; null when only Infracost told of it
 * @param basis where the price comes from
 * @param before cost per month before the change; null when it is not known
 * @param after cost per month after the change; null when it is not known
 * @param monthlyDelta what the change adds per month; 0 when the basis is unknown
 * @param hourlyDelta the part of it that is billed by the hour, per hour; 0 where the source gives none
 * @param notes assumptions it rests on, or why it is unknown
 */
public record ResourcePrice(
        String address,
        String type,
        @Nullable ChangeKind kind,
        PriceBasis basis,
        @Nullable Amount before,
        @Nullable Amount after,
        Amount monthlyDelta,
        Amount hourlyDelta,
        List<String> notes) {
    public ResourcePrice {
        notes = List.copyOf(notes);
    }
}
