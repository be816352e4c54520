package dev.spendweir.server.config;

import dev.spendweir.server.outgoing.HostRules;
import java.time.Duration;

/**
 * Notifications of approvals.
 *
 * @param hosts where they may be sent
 * @param interval 10 ms..1 min between two looks for what is to be sent
 */
public record NotificationSettings(HostRules hosts, Duration interval) {}
