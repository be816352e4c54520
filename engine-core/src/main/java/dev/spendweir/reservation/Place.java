package dev.spendweir.reservation;

import dev.spendweir.vocabulary.Source;

/**
 * Where a change happens (spec 3.2): for Terraform, one state.
 *
 * @param environment normalised
 */
public record Place(Source source, String projectId, String environment, String resourceReference) {}
