package io.mediascope.transport.relay;

import io.mediascope.transport.relay.udp.SocketKind;
import io.netty.util.collection.IntObjectHashMap;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The participants of a loop by their STUN user names and by the UDP addresses they have proved. */
final class PathTable {
    private final Map<String, Participant> byUfrag = new HashMap<>();
    private final List<Map<InetSocketAddress, Participant>> byRemote = new ArrayList<>();
    /** The far ends of pipes by the SSRC of their RTCP: those between the same two loops share their addresses. */
    private final IntObjectHashMap<Participant> pipes = new IntObjectHashMap<>();

    PathTable() {
        for (int i = 0; i < SocketKind.COUNT; i++) {
            byRemote.add(new HashMap<>());
        }
    }

    @Nullable
    Participant byUfrag(String ufrag) {
        return byUfrag.get(ufrag);
    }

    void addUfrag(String ufrag, Participant participant) {
        byUfrag.put(ufrag, participant);
    }

    void removeUfrag(String ufrag, Participant participant) {
        byUfrag.remove(ufrag, participant);
    }

    void addPipe(Participant pipe) {
        pipes.put(pipe.route().rtcp().clientSsrc(), pipe);
    }

    void removePipe(Participant pipe) {
        pipes.remove(pipe.route().rtcp().clientSsrc());
    }

    @Nullable
    Participant pipe(int senderSsrc) {
        return pipes.get(senderSsrc);
    }

    @Nullable
    Participant byRemote(SocketKind kind, InetSocketAddress remote) {
        return byRemote.get(kind.index()).get(remote);
    }

    void addRemote(SocketKind kind, InetSocketAddress remote, Participant participant) {
        byRemote.get(kind.index()).put(remote, participant);
    }

    void removeRemote(SocketKind kind, @Nullable InetSocketAddress remote, Participant participant) {
        if (remote != null) {
            byRemote.get(kind.index()).remove(remote, participant);
        }
    }
}
