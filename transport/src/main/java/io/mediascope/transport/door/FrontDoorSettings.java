package io.mediascope.transport.door;

import java.time.Duration;

/**
 * Limits and times of the front door. Start from {@link #defaults} and change with the {@code with…} methods.
 *
 * @param bindHost address to listen on
 * @param port TCP port; 0 = any free one
 * @param loops event loops, at least 1
 * @param link limits of management links
 * @param media limits of media connections
 * @param halfOpen limits of connections that nobody has authenticated
 * @param tick how often timers are looked at: every time below is kept to within this
 * @param closeGrace how long a closing connection may take to deliver what was queued before
 */
public record FrontDoorSettings(
        String bindHost,
        int port,
        int loops,
        LinkLimits link,
        MediaLimits media,
        HalfOpenLimits halfOpen,
        Duration tick,
        Duration closeGrace) {

    public FrontDoorSettings {
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535, not " + port);
        require(loops >= 1 && loops <= 256, "loops must be 1 to 256, not " + loops);
        positive(tick, "tick");
        positive(closeGrace, "closeGrace");
    }

    /**
     * @param authTimeout from accepting the TCP connection to a complete AuthRequest, TLS handshake included
     * @param joinTimeout from the AuthRequest to {@link Link#authenticated()}
     * @param keepaliveInterval how often a Ping is sent
     * @param silenceTimeout a link from which no byte came for this long is dead
     * @param messageTimeout a message that has begun must be complete within this
     * @param firstMessageBytes largest message before the link is authenticated, in bytes
     * @param maxPendingBytes messages queued for a peer that does not read, in bytes
     * @param messagesPerSecond messages that a client may send, on average
     * @param messageBurst messages that it may send at once
     * @param bytesPerSecond bytes that a client may send, on average
     * @param bytesBurst bytes that it may send at once; at least the largest message
     */
    public record LinkLimits(
            Duration authTimeout,
            Duration joinTimeout,
            Duration keepaliveInterval,
            Duration silenceTimeout,
            Duration messageTimeout,
            int firstMessageBytes,
            int maxPendingBytes,
            int messagesPerSecond,
            int messageBurst,
            int bytesPerSecond,
            int bytesBurst) {
        public LinkLimits {
            positive(authTimeout, "link.authTimeout");
            positive(joinTimeout, "link.joinTimeout");
            positive(keepaliveInterval, "link.keepaliveInterval");
            require(
                    silenceTimeout.compareTo(keepaliveInterval) > 0,
                    "link.silenceTimeout must be over keepaliveInterval");
            positive(messageTimeout, "link.messageTimeout");
            require(firstMessageBytes > 0, "link.firstMessageBytes must be positive");
            require(maxPendingBytes > 0, "link.maxPendingBytes must be positive");
            require(messagesPerSecond > 0 && messageBurst > 0, "link message rates must be positive");
            require(bytesPerSecond > 0 && bytesBurst > 0, "link byte rates must be positive");
        }

        public static LinkLimits defaults() {
            return new LinkLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    65_536,
                    2_097_152,
                    100,
                    400,
                    1_048_576,
                    2_097_152);
        }

        public LinkLimits withAuthTimeout(Duration value) {
            return new LinkLimits(
                    value,
                    joinTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    firstMessageBytes,
                    maxPendingBytes,
                    messagesPerSecond,
                    messageBurst,
                    bytesPerSecond,
                    bytesBurst);
        }

        public LinkLimits withJoinTimeout(Duration value) {
            return new LinkLimits(
                    authTimeout,
                    value,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    firstMessageBytes,
                    maxPendingBytes,
                    messagesPerSecond,
                    messageBurst,
                    bytesPerSecond,
                    bytesBurst);
        }

        public LinkLimits withKeepalive(Duration interval, Duration silence) {
            return new LinkLimits(
                    authTimeout,
                    joinTimeout,
                    interval,
                    silence,
                    messageTimeout,
                    firstMessageBytes,
                    maxPendingBytes,
                    messagesPerSecond,
                    messageBurst,
                    bytesPerSecond,
                    bytesBurst);
        }

        public LinkLimits withMessageTimeout(Duration value) {
            return new LinkLimits(
                    authTimeout,
                    joinTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    value,
                    firstMessageBytes,
                    maxPendingBytes,
                    messagesPerSecond,
                    messageBurst,
                    bytesPerSecond,
                    bytesBurst);
        }

        public LinkLimits withFirstMessageBytes(int value) {
            return new LinkLimits(
                    authTimeout,
                    joinTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    value,
                    maxPendingBytes,
                    messagesPerSecond,
                    messageBurst,
                    bytesPerSecond,
                    bytesBurst);
        }

        public LinkLimits withMaxPendingBytes(int value) {
            return new LinkLimits(
                    authTimeout,
                    joinTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    firstMessageBytes,
                    value,
                    messagesPerSecond,
                    messageBurst,
                    bytesPerSecond,
                    bytesBurst);
        }

        public LinkLimits withMessageRate(int perSecond, int burst) {
            return new LinkLimits(
                    authTimeout,
                    joinTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    firstMessageBytes,
                    maxPendingBytes,
                    perSecond,
                    burst,
                    bytesPerSecond,
                    bytesBurst);
        }

        public LinkLimits withByteRate(int perSecond, int burst) {
            return new LinkLimits(
                    authTimeout,
                    joinTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    firstMessageBytes,
                    maxPendingBytes,
                    messagesPerSecond,
                    messageBurst,
                    perSecond,
                    burst);
        }
    }

    /**
     * @param authTimeout from accepting the TCP connection to a complete MediaAuth
     * @param keepaliveInterval how often a Ping is sent
     * @param silenceTimeout a connection from which no byte came for this long is dead
     * @param messageTimeout a message that has begun must be complete within this
     * @param queuedPackets packets of each media type that may wait between relay and socket; a power of two
     * @param bytesPerSecond bytes that a client may send, on average
     * @param bytesBurst bytes that it may send at once
     * @param packetsPerSecond packets and selections that a client may send, on average
     * @param packetsBurst packets that it may send at once
     * @param notSentLowWaterBytes TCP_NOTSENT_LOWAT, where the platform has it
     */
    public record MediaLimits(
            Duration authTimeout,
            Duration keepaliveInterval,
            Duration silenceTimeout,
            Duration messageTimeout,
            int queuedPackets,
            int bytesPerSecond,
            int bytesBurst,
            int packetsPerSecond,
            int packetsBurst,
            int notSentLowWaterBytes) {
        public MediaLimits {
            positive(authTimeout, "media.authTimeout");
            positive(keepaliveInterval, "media.keepaliveInterval");
            require(
                    silenceTimeout.compareTo(keepaliveInterval) > 0,
                    "media.silenceTimeout must be over keepaliveInterval");
            positive(messageTimeout, "media.messageTimeout");
            require(
                    queuedPackets >= 2 && Integer.bitCount(queuedPackets) == 1,
                    "media.queuedPackets must be a power of two");
            require(bytesPerSecond > 0 && bytesBurst > 0, "media byte rates must be positive");
            require(packetsPerSecond > 0 && packetsBurst > 0, "media packet rates must be positive");
            require(notSentLowWaterBytes > 0, "media.notSentLowWaterBytes must be positive");
        }

        public static MediaLimits defaults() {
            return new MediaLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(6),
                    512,
                    8_388_608,
                    16_777_216,
                    8_000,
                    8_000,
                    16_384);
        }

        public MediaLimits withAuthTimeout(Duration value) {
            return new MediaLimits(
                    value,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    queuedPackets,
                    bytesPerSecond,
                    bytesBurst,
                    packetsPerSecond,
                    packetsBurst,
                    notSentLowWaterBytes);
        }

        public MediaLimits withKeepalive(Duration interval, Duration silence) {
            return new MediaLimits(
                    authTimeout,
                    interval,
                    silence,
                    messageTimeout,
                    queuedPackets,
                    bytesPerSecond,
                    bytesBurst,
                    packetsPerSecond,
                    packetsBurst,
                    notSentLowWaterBytes);
        }

        public MediaLimits withMessageTimeout(Duration value) {
            return new MediaLimits(
                    authTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    value,
                    queuedPackets,
                    bytesPerSecond,
                    bytesBurst,
                    packetsPerSecond,
                    packetsBurst,
                    notSentLowWaterBytes);
        }

        public MediaLimits withQueuedPackets(int value) {
            return new MediaLimits(
                    authTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    value,
                    bytesPerSecond,
                    bytesBurst,
                    packetsPerSecond,
                    packetsBurst,
                    notSentLowWaterBytes);
        }

        public MediaLimits withByteRate(int perSecond, int burst) {
            return new MediaLimits(
                    authTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    queuedPackets,
                    perSecond,
                    burst,
                    packetsPerSecond,
                    packetsBurst,
                    notSentLowWaterBytes);
        }

        public MediaLimits withPacketRate(int perSecond, int burst) {
            return new MediaLimits(
                    authTimeout,
                    keepaliveInterval,
                    silenceTimeout,
                    messageTimeout,
                    queuedPackets,
                    bytesPerSecond,
                    bytesBurst,
                    perSecond,
                    burst,
                    notSentLowWaterBytes);
        }
    }

    /**
     * Connections that nobody has authenticated. Over a limit, the oldest of them is closed.
     *
     * @param total all of them
     * @param perSource those from one IPv4 address or IPv6 /64 network
     * @param withTls those that have begun TLS, which costs more memory than a bare connection
     * @param acceptsPerSecondPerSource new connections from one source; 0 = no limit
     */
    public record HalfOpenLimits(int total, int perSource, int withTls, int acceptsPerSecondPerSource) {
        public HalfOpenLimits {
            require(total > 0 && perSource > 0 && withTls > 0, "halfOpen limits must be positive");
            require(acceptsPerSecondPerSource >= 0, "halfOpen.acceptsPerSecondPerSource must not be negative");
        }

        public static HalfOpenLimits defaults() {
            return new HalfOpenLimits(10_000, 2_000, 2_000, 0);
        }
    }

    public static FrontDoorSettings defaults() {
        return new FrontDoorSettings(
                "0.0.0.0",
                7443,
                2,
                LinkLimits.defaults(),
                MediaLimits.defaults(),
                HalfOpenLimits.defaults(),
                Duration.ofMillis(200),
                Duration.ofSeconds(1));
    }

    public FrontDoorSettings withBind(String host, int newPort) {
        return new FrontDoorSettings(host, newPort, loops, link, media, halfOpen, tick, closeGrace);
    }

    public FrontDoorSettings withLoops(int value) {
        return new FrontDoorSettings(bindHost, port, value, link, media, halfOpen, tick, closeGrace);
    }

    public FrontDoorSettings withLink(LinkLimits value) {
        return new FrontDoorSettings(bindHost, port, loops, value, media, halfOpen, tick, closeGrace);
    }

    public FrontDoorSettings withMedia(MediaLimits value) {
        return new FrontDoorSettings(bindHost, port, loops, link, value, halfOpen, tick, closeGrace);
    }

    public FrontDoorSettings withHalfOpen(HalfOpenLimits value) {
        return new FrontDoorSettings(bindHost, port, loops, link, media, value, tick, closeGrace);
    }

    public FrontDoorSettings withTick(Duration value) {
        return new FrontDoorSettings(bindHost, port, loops, link, media, halfOpen, value, closeGrace);
    }

    public FrontDoorSettings withCloseGrace(Duration value) {
        return new FrontDoorSettings(bindHost, port, loops, link, media, halfOpen, tick, value);
    }

    private static void positive(Duration value, String name) {
        require(!value.isZero() && !value.isNegative(), name + " must be positive");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
