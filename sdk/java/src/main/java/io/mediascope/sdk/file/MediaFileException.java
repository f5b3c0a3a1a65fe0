package io.mediascope.sdk.file;

import java.io.IOException;

/** A file is not what it should be; the message says what is wrong and where. */
public final class MediaFileException extends IOException {
    private static final long serialVersionUID = 1;

    public MediaFileException(String message) {
        super(message);
    }
}
