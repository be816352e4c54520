package dev.spendweir.cli;

/** A type of the command line, for the proof that nobody else may know one. */
public record CliFixture() {}
