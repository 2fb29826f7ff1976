package dev.weir.dataplane.kafka.web.write;

import java.io.IOException;

/** The content of a request did not come whole, and its client has been told so or has left. */
final class UploadBroken extends IOException {
    private static final long serialVersionUID = 1;

    UploadBroken(String why) {
        super(why);
    }
}
