package io.mediascope.transport.web;

import io.mediascope.media.srtp.SrtpProfile;
import org.bouncycastle.tls.SRTPProtectionProfile;

/** SRTP profiles as DTLS numbers them (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
public final class DtlsSrtp {
    private DtlsSrtp() {}

    public static int code(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM;
            case AES_CM_128_HMAC_SHA1_80 -> SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80;
        };
    }
}
