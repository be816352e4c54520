package dev.spendweir.server;

/** A type in a package of the server, for the proof that engine-core may not know one. */
public record ServerFixture() {}
