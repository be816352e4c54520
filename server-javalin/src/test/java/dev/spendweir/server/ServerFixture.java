package dev.spendweir.server;

/** A type of the server, for the proof that the engine may not know one. */
public record ServerFixture() {}
