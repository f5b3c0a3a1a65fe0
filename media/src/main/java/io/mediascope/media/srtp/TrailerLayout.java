package io.mediascope.media.srtp;

/**
 * Where tag, SRTCP index word and MKI stand behind the encrypted body. RFC 7714 sections 8.1 and 9.2: body, tag, word, MKI. RFC 3711
 * sections 3.1 and 3.4: body, word, MKI, tag.
 */
final class TrailerLayout {
    private static final int MKI_LENGTH = 1;

    private final int tagFromBody;
    private final int wordFromBody;
    private final int mkiFromBody;
    private final int length;
    private final boolean mki;

    private TrailerLayout(boolean aead, int tagLength, int wordLength, boolean mki) {
        int mkiLength = mki ? MKI_LENGTH : 0;
        this.mki = mki;
        tagFromBody = aead ? 0 : wordLength + mkiLength;
        wordFromBody = aead ? tagLength : 0;
        mkiFromBody = wordFromBody + wordLength;
        length = tagLength + wordLength + mkiLength;
    }

    static TrailerLayout srtp(SrtpProfile profile, boolean mki) {
        return new TrailerLayout(isAead(profile), profile.srtpTagLength(), 0, mki);
    }

    static TrailerLayout srtcp(SrtpProfile profile, boolean mki) {
        return new TrailerLayout(isAead(profile), profile.srtcpTagLength(), 4, mki);
    }

    private static boolean isAead(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_128_GCM;
    }

    boolean hasMki() {
        return mki;
    }

    /** Of the whole trailer. */
    int length() {
        return length;
    }

    int tagOffset(int bodyEnd) {
        return bodyEnd + tagFromBody;
    }

    int wordOffset(int bodyEnd) {
        return bodyEnd + wordFromBody;
    }

    int mkiOffset(int bodyEnd) {
        return bodyEnd + mkiFromBody;
    }
}
