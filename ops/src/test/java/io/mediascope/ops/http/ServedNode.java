package io.mediascope.ops.http;

import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.settings.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A whole node on any free ports, with its HTTP API. */
final class ServedNode implements AutoCloseable {
    final MediascopeNode node;
    final int port;
    final RawHttp http;

    /** @param configuration HOCON beside free ports */
    ServedNode(Path folder, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("node.conf"), configuration);
        Map<String, String> ports = Map.of(
                "mediascope.data-dir", folder.resolve("data").toString(),
                "mediascope.http.port", "0",
                "mediascope.link.port", "0",
                "mediascope.link.bind-host", "127.0.0.1",
                "mediascope.udp.audio-port", "0",
                "mediascope.udp.video-port", "0",
                "mediascope.udp.mux-port", "0",
                "mediascope.udp.loops", "1");
        node = MediascopeNode.start(NodeSettings.load(Optional.of(file), ports));
        port = HttpApi.start(node, "admin").getPort();
        http = new RawHttp(port);
    }

    @Override
    public void close() {
        node.close();
    }
}
