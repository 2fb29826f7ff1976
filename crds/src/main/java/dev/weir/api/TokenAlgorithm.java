package dev.weir.api;

/** How a token may be signed (RFC 7518 section 3.1): only in ways in which who verifies cannot sign. */
public enum TokenAlgorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512
}
