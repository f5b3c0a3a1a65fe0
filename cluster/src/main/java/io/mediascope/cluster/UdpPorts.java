package io.mediascope.cluster;

import java.util.List;

/** The bound UDP ports, by loop index; empty lists when UDP is switched off. */
public record UdpPorts(List<Integer> audio, List<Integer> video, List<Integer> mux) {
    public UdpPorts {
        audio = List.copyOf(audio);
        video = List.copyOf(video);
        mux = List.copyOf(mux);
    }
}
