package io.mediascope.transport.relay;

import java.net.InetSocketAddress;
import java.util.List;

/** The advertised UDP addresses of one event loop, best first; empty when UDP is switched off. */
public record RelayEndpoints(
        List<InetSocketAddress> audio, List<InetSocketAddress> video, List<InetSocketAddress> mux) {
    public RelayEndpoints {
        audio = List.copyOf(audio);
        video = List.copyOf(video);
        mux = List.copyOf(mux);
    }
}
