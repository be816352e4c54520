package dev.spendweir.context;

import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyDocument.ContextSettings;
import dev.spendweir.policy.PolicyDocument.ForecastMethod;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostSource;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.Days;

/**
 * The part of the context that the change itself has no say in: it is computed once and serves every question about the
 * same snapshot and day.
 *
 * @param observedDays number of month rows
 * @param latestDay day of the last month row, or {@link Days#NONE}
 */
record CostFigures(
        Month month,
        DataSourceMode mode,
        int observedDays,
        int latestDay,
        boolean stale,
        Forecast tenant,
        Forecast project,
        Anomaly anomaly) {

    static CostFigures of(PolicyDocument policy, Snapshot snapshot, int day) {
        ContextSettings settings = policy.context();
        boolean available = snapshot.costSource() == CostSource.AVAILABLE;
        CostHistory history = available ? snapshot.costHistory() : CostHistory.EMPTY;
        Month month = Month.of(day, snapshot);
        WeekdayModel model = new WeekdayModel(Math.max(Forecast.WINDOW_DAYS, settings.baselineDays()));
        int rows = history.countUpTo(day);
        int monthFrom = history.countUpTo(month.start() - 1);
        int completeRows = history.countUpTo(month.complete());
        int staleBefore = day - policy.dataQuality().staleAfterDays();
        return new CostFigures(
                month,
                available ? mode(history, month, monthFrom, rows, settings.baselineDays()) : DataSourceMode.UNAVAILABLE,
                rows - monthFrom,
                rows > monthFrom ? history.dayAt(rows - 1) : Days.NONE,
                completeRows > 0 && history.dayAt(completeRows - 1) < staleBefore,
                Forecast.of(history, month, settings.forecastMethod(), model),
                available ? project(snapshot, history, month, settings.forecastMethod(), model) : Forecast.NOTHING,
                Anomaly.of(history, month.start(), completeRows, settings.baselineDays(), settings.anomaly(), model));
    }

    private static DataSourceMode mode(CostHistory history, Month month, int monthFrom, int rows, int baselineDays) {
        int consideredFrom = Math.min(month.day() - baselineDays, month.start());
        if (rows == 0 || history.dayAt(rows - 1) < consideredFrom) {
            return DataSourceMode.NONE;
        }
        for (int i = monthFrom; i < rows; i++) {
            if (!history.isFinalAt(i)) {
                return DataSourceMode.ALL_STATUS;
            }
        }
        return rows > monthFrom ? DataSourceMode.FINAL : DataSourceMode.ALL_STATUS;
    }

    private static Forecast project(
            Snapshot snapshot, CostHistory tenant, Month month, ForecastMethod method, WeekdayModel model) {
        CostHistory project = snapshot.projectCostHistory();
        return project == null
                ? Forecast.NOTHING
                : Forecast.of(project.filledWhere(tenant, month.day()), month, method, model);
    }
}
