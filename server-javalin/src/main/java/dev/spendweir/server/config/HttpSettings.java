package dev.spendweir.server.config;

/**
 * How the server listens.
 *
 * @param host address, {@code 127.0.0.1} by default
 * @param port 0..65535; 0 takes any free one
 * @param maxThreads 8..1000; on a JDK with virtual threads only the acceptors and selectors count
 * @param idleTimeoutMillis 1000..600000
 */
public record HttpSettings(String host, int port, int maxThreads, int idleTimeoutMillis) {}
