package io.mediascope.transport.web;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.stun.StunIntegrity;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lite side of ICE (RFC 8445) for one peer connection: our credentials, the paths that were proved, and the one in use, which
 * is the last one nominated.
 *
 * <p>A browser says only with its next check, up to 3 s later, that it has changed over. Two things tell earlier: its packets come by
 * another path and no longer by the one in use, or it restarts ICE while nothing comes by the one in use.
 */
final class PeerIce {
    private static final int MAX_PATHS = 16;
    /** Packets of the path before that still come in this time were only late. */
    private static final long LEFT_NS = 200_000_000L;

    private static final long DEAF_NS = 1_000_000_000L;

    private final List<PeerPath> paths = new ArrayList<>();
    private final SeenTransactions transactions = new SeenTransactions();
    private Credentials current;
    private @Nullable Credentials fresh;
    private @Nullable PeerPath selected;
    private long heardNs;

    /** @param integrity belongs to the loop, as this class does */
    record Credentials(String ufrag, StunIntegrity integrity) {
        static Credentials of(StunCredentials credentials) {
            return new Credentials(credentials.ufrag(), new StunIntegrity(credentials.password()));
        }
    }

    PeerIce(StunCredentials credentials) {
        this.current = Credentials.of(credentials);
    }

    /** Section 9: both are accepted until the new ones have carried. Returns the ufrag that is given up, or null. */
    @Nullable
    String restart(StunCredentials credentials) {
        Credentials unused = fresh;
        fresh = Credentials.of(credentials);
        return unused == null ? null : unused.ufrag();
    }

    /** The credentials of that ufrag, or null. */
    @Nullable
    Credentials credentials(String ufrag) {
        Credentials restarted = fresh;
        if (restarted != null && restarted.ufrag().equals(ufrag)) {
            return restarted;
        }
        return current.ufrag().equals(ufrag) ? current : null;
    }

    boolean restarting(Credentials used) {
        return used.equals(fresh);
    }

    /** The restart is over: the new credentials are the only ones. Returns the old ufrag. */
    String restarted() {
        String old = current.ufrag();
        Credentials restarted = fresh;
        if (restarted != null) {
            current = restarted;
            fresh = null;
        }
        return old;
    }

    boolean admits(long transactionId, InetSocketAddress sender) {
        return transactions.admits(transactionId, sender);
    }

    /** An authenticated Binding came by this path. */
    void proved(PeerPath path) {
        int known = paths.indexOf(path);
        if (known == paths.size() - 1 && known >= 0) {
            return;
        }
        if (known >= 0) {
            paths.remove(known);
        }
        paths.add(path);
        if (paths.size() > MAX_PATHS) {
            PeerPath oldest = paths.get(paths.get(0) == selected ? 1 : 0);
            paths.remove(oldest);
            oldest.drop();
        }
    }

    /** Returns whether that is a change. */
    boolean select(PeerPath path, long nowNs) {
        heardNs = nowNs;
        if (path == selected) {
            return false;
        }
        selected = path;
        return true;
    }

    /** Something authenticated came by the path in use. */
    void heard(long nowNs) {
        heardNs = nowNs;
    }

    /** Whether the peer, when it is heard elsewhere, has left the path in use. */
    boolean left(long nowNs) {
        return nowNs - heardNs > LEFT_NS;
    }

    /** Whether nothing comes by the path in use, which another proved path may replace. */
    boolean deaf(long nowNs) {
        return nowNs - heardNs > DEAF_NS;
    }

    /** Returns whether the path in use has changed: the one proved last takes its place, if there is one. */
    boolean remove(PeerPath path) {
        paths.remove(path);
        if (path != selected) {
            return false;
        }
        selected = paths.isEmpty() ? null : paths.get(paths.size() - 1);
        return true;
    }

    @Nullable
    PeerPath selected() {
        return selected;
    }

    /** Gives every path back and returns the ufrags. What is left to say still leaves by the selected path. */
    List<String> close() {
        List.copyOf(paths).forEach(PeerPath::drop);
        paths.clear();
        return ufrags();
    }

    /** Those that are accepted now. */
    List<String> ufrags() {
        Credentials restarted = fresh;
        return restarted == null ? List.of(current.ufrag()) : List.of(current.ufrag(), restarted.ufrag());
    }
}
