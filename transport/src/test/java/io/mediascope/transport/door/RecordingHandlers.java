package io.mediascope.transport.door;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The node's side in tests: accepts every AuthRequest, echoes data messages, records the rest. */
final class RecordingHandlers implements DoorHandlers {
    static final String GOOD_TICKET = "good";

    final List<Peer> links = new CopyOnWriteArrayList<>();
    final List<Media> medias = new CopyOnWriteArrayList<>();
    volatile boolean acceptsAuth = true;

    @Override
    public LinkHandler linkOpened(Link link) {
        Peer peer = new Peer(link);
        links.add(peer);
        return peer;
    }

    @Override
    public @Nullable MediaReceiver mediaOpened(byte[] ticket, MediaChannel channel) {
        if (!new String(ticket, StandardCharsets.UTF_8).equals(GOOD_TICKET)) {
            return null;
        }
        Media media = new Media(channel);
        medias.add(media);
        return media;
    }

    final class Peer implements LinkHandler {
        final Link link;
        final List<Envelope> received = new CopyOnWriteArrayList<>();
        final List<LinkCloseReason> closed = new CopyOnWriteArrayList<>();

        Peer(Link link) {
            this.link = link;
        }

        @Override
        public void received(Envelope message) {
            received.add(message);
            switch (message.getMessageCase()) {
                case AUTH_REQUEST -> {
                    if (acceptsAuth) {
                        link.authenticated();
                        link.send(Envelope.newBuilder()
                                .setRequestId(message.getRequestId())
                                .setAuthResponse(AuthResponse.getDefaultInstance())
                                .build());
                    }
                }
                case DATA_MESSAGE -> link.send(message);
                case PUBLISH_REQUEST -> throw new IllegalStateException("thrown on purpose");
                default -> {}
            }
        }

        @Override
        public void closed(LinkCloseReason reason) {
            closed.add(reason);
        }
    }

    static final class Media implements MediaReceiver {
        final MediaChannel channel;
        final List<String> events = new CopyOnWriteArrayList<>();

        Media(MediaChannel channel) {
            this.channel = channel;
        }

        @Override
        public void received(MediaType type, ByteBuf packet) {
            events.add(type + " " + ByteBufUtil.hexDump(packet));
            packet.release();
        }

        @Override
        public void selected(MediaType type, long sequence) {
            events.add("select " + type + " " + sequence);
        }

        @Override
        public void closed() {
            events.add("closed");
        }
    }
}
