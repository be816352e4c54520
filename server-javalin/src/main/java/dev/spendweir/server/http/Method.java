package dev.spendweir.server.http;

/** The methods that routes of the API have. */
public enum Method {
    GET,
    PUT,
    POST,
    DELETE
}
