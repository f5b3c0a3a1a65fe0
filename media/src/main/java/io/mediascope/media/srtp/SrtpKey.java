package io.mediascope.media.srtp;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An SRTP master key and salt under a one-byte MKI (RFC 3711 section 3.1, RFC 7714 section 8.1).
 *
 * <p>Holds secrets: {@link #toString()} masks them. The arrays are not copied; nobody writes to them.
 *
 * @param mki 0 to 255, sent behind every packet of the native wire format
 * @param masterKey 16 bytes
 * @param masterSalt 12 bytes for AES-GCM, 14 for AES-CM
 */
public record SrtpKey(int mki, byte[] masterKey, byte[] masterSalt) {
    public SrtpKey {
        if (mki < 0 || mki > 255) {
            throw new IllegalArgumentException("mki must be 0 to 255, is " + mki);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SrtpKey that
                && mki == that.mki
                && Arrays.equals(masterKey, that.masterKey)
                && Arrays.equals(masterSalt, that.masterSalt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mki, Arrays.hashCode(masterKey), Arrays.hashCode(masterSalt));
    }

    @Override
    public String toString() {
        return "SrtpKey[mki=" + mki + ", masked]";
    }
}
