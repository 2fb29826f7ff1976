package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.Upload;

/** The content of a request that has none. */
enum NoContent implements Upload {
    INSTANCE;

    @Override
    public long length() {
        return 0;
    }

    @Override
    public void start(Receiver receiver) {
        throw new IllegalStateException("there is nothing to come");
    }

    @Override
    public void flow(boolean on) {}
}
