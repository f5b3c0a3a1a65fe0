package io.mediascope.ops.http;

import io.mediascope.transport.door.DoorHandlers;
import io.mediascope.transport.door.FrontDoor;
import io.mediascope.transport.door.FrontDoorSettings;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.door.LinkHandler;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** HTTP as it stands on the wire: any path and any header, one request a connection. */
final class RawHttp {
    private static final int TIMEOUT_MS = 10_000;

    /** An answer; header names in small letters. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    /** Host is this machine's unless {@code headers} name another one. */
    Answer send(String method, String path, String body, String... headers) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (List.of(headers).stream().noneMatch(h -> h.startsWith("Host:"))) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Connection: close\r\nContent-Length: ")
                .append(content.length)
                .append("\r\n\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(content);
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, lines[i].substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }

    /** A front door that takes no links. */
    static FrontDoor door(Path folder) {
        return FrontDoor.start(
                FrontDoorSettings.defaults().withBind("127.0.0.1", 0),
                TlsIdentity.selfSigned(folder),
                new DoorHandlers() {
                    @Override
                    public LinkHandler linkOpened(Link link) {
                        throw new IllegalStateException("no links here");
                    }

                    @Override
                    public @Nullable MediaReceiver mediaOpened(byte[] ticket, MediaChannel channel) {
                        return null;
                    }
                });
    }
}
