package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Upload;

/** The content of a request that has none. */
enum NoUpload implements Upload {
    NONE;

    @Override
    public long length() {
        return 0;
    }

    @Override
    public void start(Receiver receiver) {
        throw new IllegalStateException("the request has no content");
    }

    @Override
    public void flow(boolean on) {
        // there is nothing to hold back
    }
}
