package dev.spendweir.cli;

/** A type of the command line, for the proof that the server may not know one. */
public record CliFixture() {}
