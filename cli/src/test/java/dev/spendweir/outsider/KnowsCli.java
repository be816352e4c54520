package dev.spendweir.outsider;

import dev.spendweir.cli.CliFixture;

/** A type outside the command line that knows it, as none of ours may. */
public record KnowsCli(CliFixture cli) {}
