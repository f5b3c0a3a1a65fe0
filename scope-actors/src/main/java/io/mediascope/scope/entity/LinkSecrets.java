package io.mediascope.scope.entity;

import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.HopDirection;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.StreamKeyDerivation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Everything secret of a scope's links, made from the scope's secret alone: whoever holds the secret makes the same
 * again, so none of it is ever stored.
 *
 * @param loopIndex of the relay; begins every ufrag
 */
record LinkSecrets(byte[] secret, int loopIndex) {
    private static final String PIPE = "~pipe";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    StunCredentials stun(Participant p) {
        byte[] mac = mac("stun", p.sessionId(), p.link().epoch());
        String ufrag = String.format("%02x", loopIndex & 0xff) + HexFormat.of().formatHex(mac, 0, 7);
        return new StunCredentials(ufrag, password(mac));
    }

    HopKeys hop(Participant p) {
        return new HopKeys(
                p.link().clientSsrc(),
                p.link().nodeSsrc(),
                hopKey(p, HopDirection.CLIENT_TO_NODE),
                hopKey(p, HopDirection.NODE_TO_CLIENT));
    }

    SrtpKey stream(String sessionId, int incarnation, int ssrc, int epoch) {
        return StreamKeyDerivation.stream(secret, sessionId, incarnation, ssrc, epoch);
    }

    /** What {@code p} answers Bindings with during one attempt at a direct path. */
    StunCredentials peerStun(Participant p, long attempt) {
        byte[] mac = mac("peer", p.sessionId(), attempt);
        return new StunCredentials(HexFormat.of().formatHex(mac, 0, 8), password(mac));
    }

    /** SRTCP between two peers, as {@code self} sees it. */
    HopKeys peerHop(Participant self, Participant peer, long attempt) {
        boolean low = self.sessionId().compareTo(peer.sessionId()) < 0;
        String pair = low ? self.sessionId() + '|' + peer.sessionId() : peer.sessionId() + '|' + self.sessionId();
        SrtpKey up = peerKey(pair, attempt, HopDirection.PEER_LOW_TO_HIGH);
        SrtpKey down = peerKey(pair, attempt, HopDirection.PEER_HIGH_TO_LOW);
        int ownSsrc = self.link().clientSsrc();
        int peerSsrc = peer.link().clientSsrc();
        return low ? new HopKeys(ownSsrc, peerSsrc, up, down) : new HopKeys(ownSsrc, peerSsrc, down, up);
    }

    /** What the other relay proves itself with while both are joined by the pipe of move {@code n}. */
    StunCredentials pipeStun(long n) {
        byte[] mac = mac("pipe", PIPE, n);
        return new StunCredentials(
                String.format("%02x", loopIndex & 0xff) + HexFormat.of().formatHex(mac, 0, 7), password(mac));
    }

    /** SRTCP through the pipe of move {@code n}, as the new relay or the old one sees it. */
    HopKeys pipeHop(long n, boolean atNew) {
        ByteBuffer ssrcs = ByteBuffer.wrap(mac("pipe-ssrc", PIPE, n));
        int newSsrc = ssrcs.getInt();
        int oldSsrc = ssrcs.getInt();
        SrtpKey toOld = StreamKeyDerivation.hop(secret, PIPE, 0, n, HopDirection.CLIENT_TO_NODE);
        SrtpKey toNew = StreamKeyDerivation.hop(secret, PIPE, 0, n, HopDirection.NODE_TO_CLIENT);
        return atNew ? new HopKeys(oldSsrc, newSsrc, toNew, toOld) : new HopKeys(newSsrc, oldSsrc, toOld, toNew);
    }

    private SrtpKey hopKey(Participant p, HopDirection direction) {
        return StreamKeyDerivation.hop(
                secret, p.sessionId(), p.link().epoch(), p.link().fencing(), direction);
    }

    private SrtpKey peerKey(String pair, long attempt, HopDirection direction) {
        return StreamKeyDerivation.hop(secret, pair, (int) (attempt & 0xfffff), attempt, direction);
    }

    private byte[] mac(String label, String sessionId, long number) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(label.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(sessionId.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(ByteBuffer.allocate(8).putLong(number).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
        }
    }

    private static String password(byte[] mac) {
        return BASE64.encodeToString(Arrays.copyOfRange(mac, 8, 32));
    }

    @Override
    public String toString() {
        return "LinkSecrets[masked]";
    }
}
