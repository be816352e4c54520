/**
 * The {@code spendweir} command for people and pipelines: it starts the server, gates a Terraform plan against a
 * server or a local state directory, checks policies and verifies ledgers. Decisions are printed for the reader and
 * mapped to exit codes for the pipeline; the rules themselves stay in the engine.
 */
@NullMarked
package dev.spendweir.cli;

import org.jspecify.annotations.NullMarked;
