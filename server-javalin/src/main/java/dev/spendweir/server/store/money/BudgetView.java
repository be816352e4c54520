package dev.spendweir.server.store.money;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * A project's budget as the API shows it (spec 11, Money).
 *
 * @param month the clock's UTC month, which the figures are for
 * @param reserved allocations of active holds of every month: what is promised stays promised
 * @param consumed what was settled of holds booked to the month, overrun included (spec 10 R6)
 * @param overrun the part of it beyond everything that was held or left
 * @param headroom what a request could still be allocated, by the policy's budgets.basis; at least 0
 * @param forecastEom the project's forecast; null when the cost feed has no project rows
 */
public record BudgetView(
        String projectId,
        Amount monthlyLimit,
        YearMonth month,
        Amount reserved,
        Amount consumed,
        Amount overrun,
        Amount headroom,
        @Nullable Amount forecastEom,
        Instant updatedAt) {

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("project_id", projectId)
                .put("monthly_limit", Amount.toJson(monthlyLimit))
                .put("month", month.toString())
                .put("reserved", Amount.toJson(reserved))
                .put("consumed", Amount.toJson(consumed))
                .put("overrun", Amount.toJson(overrun))
                .put("headroom", Amount.toJson(headroom))
                .put("forecast_eom", Amount.toJson(forecastEom))
                .put("updated_at", ClockTime.format(updatedAt))
                .build();
    }
}
