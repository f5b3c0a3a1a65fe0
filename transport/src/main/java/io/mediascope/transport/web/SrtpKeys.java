package io.mediascope.transport.web;

import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.SrtpProfile;
import java.util.Arrays;

/** What a DTLS handshake agreed for SRTP (RFC 5764 section 4.2). Holds secrets, which {@link SrtpKey} masks. */
public record SrtpKeys(SrtpProfile profile, SrtpKey client, SrtpKey server) {
    /** The exporter's bytes: client key, server key, client salt, server salt. */
    public static SrtpKeys of(SrtpProfile profile, byte[] exported) {
        int key = profile.keyLength();
        int salt = profile.saltLength();
        return new SrtpKeys(
                profile,
                new SrtpKey(0, Arrays.copyOfRange(exported, 0, key), slice(exported, 2 * key, salt)),
                new SrtpKey(0, slice(exported, key, key), slice(exported, 2 * key + salt, salt)));
    }

    /** Bytes to export. */
    public static int length(SrtpProfile profile) {
        return 2 * (profile.keyLength() + profile.saltLength());
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }
}
