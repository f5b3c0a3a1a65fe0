package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** A page that publishes by WHIP or plays by WHEP with nothing but what every browser has. Used by one thread. */
public final class HttpMediaPage {
    private static final String SCRIPT =
            """
            async ([path, token, publish]) => {
              const pc = globalThis.pc = new RTCPeerConnection();
              if (publish) {
                const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
                media.getTracks().forEach(track => pc.addTransceiver(track, { direction: 'sendonly' }));
              } else {
                const video = globalThis.video = document.createElement('video');
                video.autoplay = true;
                video.srcObject = new MediaStream();
                document.body.append(video);
                pc.ontrack = event => video.srcObject.addTrack(event.track);
                pc.addTransceiver('audio', { direction: 'recvonly' });
                pc.addTransceiver('video', { direction: 'recvonly' });
              }
              await pc.setLocalDescription(await pc.createOffer());
              const answer = await fetch(path, { method: 'POST', body: pc.localDescription.sdp,
                headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token } });
              const text = await answer.text();
              if (answer.status !== 201) throw new Error(answer.status + ' ' + text);
              globalThis.session = answer.headers.get('Location');
              await pc.setRemoteDescription({ type: 'answer', sdp: text });
            }""";

    /** The new credentials and candidates take the old ones' places in the description that was answered first. */
    private static final String RESTART =
            """
            async token => {
              await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
              const lines = pc.localDescription.sdp.split('\\r\\n');
              const first = prefix => lines.find(line => line.startsWith(prefix));
              const fragment = ['a=ice-options:trickle ice2', first('a=group:BUNDLE'), first('a=ice-ufrag:'), first('a=ice-pwd:'),
                first('m='), first('a=mid:')].join('\\r\\n') + '\\r\\n';
              const answer = await fetch(session, { method: 'PATCH', body: fragment,
                headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', Authorization: 'Bearer ' + token, 'If-Match': '*' } });
              if (answer.status === 200) {
                const ice = /^a=(ice-ufrag|ice-pwd|candidate|end-of-candidates)/;
                const fresh = (await answer.text()).split('\\r\\n').filter(line => ice.test(line));
                const kept = pc.remoteDescription.sdp.split('\\r\\n').filter(line => !ice.test(line));
                const sdp = kept.flatMap(line => line.startsWith('a=mid:') ? [line, ...fresh] : [line]).join('\\r\\n');
                await pc.setRemoteDescription({ type: 'answer', sdp });
              }
              return answer.status;
            }""";

    private static final String PROTOCOL =
            """
            async () => {
              const all = await pc.getStats();
              const transport = [...all.values()].find(s => s.type === 'transport');
              const pair = all.get(transport?.selectedCandidatePairId);
              return all.get(pair?.localCandidateId)?.protocol ?? 'none';
            }""";

    /** Of the browser that such a page runs in: sound plays without a click. */
    public static final String PLAYS_AT_ONCE = "--autoplay-policy=no-user-gesture-required";

    public final Page page;
    private final String token;

    /** @param page of the node's own origin */
    public HttpMediaPage(Page page, String token) {
        this.page = page;
        this.token = token;
    }

    public HttpMediaPage whip() {
        page.evaluate(SCRIPT, List.of("/whip", token, true));
        return this;
    }

    /** @param query with its question mark, or empty */
    public HttpMediaPage whep(String query) {
        page.evaluate(SCRIPT, List.of("/whep" + query, token, false));
        return this;
    }

    /** Ends the session as a client should; the status of the answer. */
    public int delete() {
        Object status = page.evaluate(
                "async token => { const answer = await fetch(session, { method: 'DELETE',"
                        + " headers: { Authorization: 'Bearer ' + token } }); pc.close(); return answer.status; }",
                token);
        return ((Number) status).intValue();
    }

    /** Waits until {@code count} more frames have been decoded, and the picture has moved on. */
    public HttpMediaPage awaitFrames(int count, Duration within) {
        double decoded = decoded();
        until(count + " more frames are decoded", within, () -> decoded() >= decoded + count);
        double shownUntil = playedSeconds();
        return until("the picture moves on", within, () -> playedSeconds() > shownUntil);
    }

    /** Waits until what arrives is sound, not silence. */
    public HttpMediaPage awaitSound(Duration within) {
        double energy = figure("inbound-rtp", "audio", "totalAudioEnergy");
        return until("sound arrives", within, () -> figure("inbound-rtp", "audio", "totalAudioEnergy") > energy);
    }

    public double decoded() {
        return figure("inbound-rtp", "video", "framesDecoded");
    }

    public double freezes() {
        return figure("inbound-rtp", "video", "freezeCount");
    }

    /** As {@link PeerFigures#sum}. */
    public double figure(String type, String kind, String field) {
        return PeerFigures.sum(page, type, kind, field);
    }

    /** Restarts ICE by PATCH as a client should (RFC 9725 section 4.4); returns the answer's status. */
    public int restartIce() {
        return ((Number) page.evaluate(RESTART, token)).intValue();
    }

    /** The credentials that the connection's checks go by now. */
    public String credentials() {
        return String.valueOf(
                page.evaluate(
                        "async () => [...(await pc.getStats()).values()].find(s => s.type === 'transport').iceLocalUsernameFragment"));
    }

    /** What the connection travels over now: {@code udp} or {@code tcp}. */
    public String protocol() {
        return String.valueOf(page.evaluate(PROTOCOL));
    }

    private double playedSeconds() {
        return ((Number) page.evaluate("() => video.currentTime")).doubleValue();
    }

    public HttpMediaPage until(String what, Duration within, Callable<Boolean> condition) {
        await(what)
                .atMost(within)
                .pollInterval(Duration.ofMillis(200))
                .pollInSameThread()
                .until(condition);
        return this;
    }
}
