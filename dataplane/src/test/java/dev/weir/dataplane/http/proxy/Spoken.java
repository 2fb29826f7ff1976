package dev.weir.dataplane.http.proxy;

/** What is spoken on both sides of a cache: it must not matter for what the cache does. */
enum Spoken {
    HTTP_1(false, false),
    HTTP_2_BY_CLIENTS(true, false),
    HTTP_2_BY_ORIGINS(false, true),
    HTTP_2(true, true);

    private final boolean http2Clients;
    private final boolean http2Origins;

    Spoken(boolean http2Clients, boolean http2Origins) {
        this.http2Clients = http2Clients;
        this.http2Origins = http2Origins;
    }

    /** Whether clients speak HTTP/2, and so have their connections encrypted. */
    boolean http2Clients() {
        return http2Clients;
    }

    boolean http2Origins() {
        return http2Origins;
    }
}
