package dev.spendweir.server.config;

import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.runtask.ConsumeAt;
import java.time.Duration;

/**
 * Run tasks of HCP Terraform (spec 5.1).
 *
 * @param hosts where they may come from and are answered
 * @param planHosts where those hosts keep plans
 * @param consumeAt where new run tasks use approvals unless they say otherwise
 * @param interval 10 ms..1 min between two looks for what is to be done
 */
public record RunTaskSettings(HostRules hosts, HostRules planHosts, ConsumeAt consumeAt, Duration interval) {}
