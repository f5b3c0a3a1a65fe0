package io.mediascope.it.support;

import com.microsoft.playwright.Page;
import java.util.List;

/** What a page's peer connections say of themselves (W3C webrtc-stats), whoever in the page made them. */
final class PeerFigures {
    /** Runs before any script of the page and remembers each peer connection until it is closed. */
    static final String SCRIPT =
            """
            (() => {
              const open = (globalThis.peerConnections = new Set());
              globalThis.RTCPeerConnection = class extends RTCPeerConnection {
                constructor(...config) {
                  super(...config);
                  open.add(this);
                }
                close() {
                  open.delete(this);
                  super.close();
                }
              };
            })();""";

    private static final String SUM =
            """
            async ([type, kind, field]) => {
              let sum = 0;
              for (const pc of peerConnections) {
                for (const s of (await pc.getStats()).values()) {
                  if (s.type === type && (kind === '' || s.kind === kind)) sum += s[field] ?? 0;
                }
              }
              return sum;
            }""";

    private PeerFigures() {}

    /** The sum of {@code field} over the entries of {@code type} and {@code kind} (empty = any). */
    static double sum(Page page, String type, String kind, String field) {
        return ((Number) page.evaluate(SUM, List.of(type, kind, field))).doubleValue();
    }
}
