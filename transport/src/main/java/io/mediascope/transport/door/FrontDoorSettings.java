package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpLimits;
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
 * @param http limits of HTTP connections
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
        HttpLimits http,
        Duration tick,
        Duration closeGrace) {

    public FrontDoorSettings {
        requireRange(port, 0, 65_535, "port");
        requireRange(loops, 1, 256, "loops");
        Positive.require(tick, "tick");
        Positive.require(closeGrace, "closeGrace");
    }

    public static FrontDoorSettings defaults() {
        return new FrontDoorSettings(
                "0.0.0.0",
                7443,
                2,
                LinkLimits.defaults(),
                MediaLimits.defaults(),
                HalfOpenLimits.defaults(),
                HttpLimits.defaults(),
                Duration.ofMillis(200),
                Duration.ofSeconds(1));
    }

    public FrontDoorSettings withBind(String host, int newPort) {
        return new FrontDoorSettings(host, newPort, loops, link, media, halfOpen, http, tick, closeGrace);
    }

    public FrontDoorSettings withLink(LinkLimits value) {
        return new FrontDoorSettings(bindHost, port, loops, value, media, halfOpen, http, tick, closeGrace);
    }

    public FrontDoorSettings withMedia(MediaLimits value) {
        return new FrontDoorSettings(bindHost, port, loops, link, value, halfOpen, http, tick, closeGrace);
    }

    public FrontDoorSettings withHalfOpen(HalfOpenLimits value) {
        return new FrontDoorSettings(bindHost, port, loops, link, media, value, http, tick, closeGrace);
    }

    public FrontDoorSettings withHttp(HttpLimits value) {
        return new FrontDoorSettings(bindHost, port, loops, link, media, halfOpen, value, tick, closeGrace);
    }

    public FrontDoorSettings withTick(Duration value) {
        return new FrontDoorSettings(bindHost, port, loops, link, media, halfOpen, http, value, closeGrace);
    }

    public FrontDoorSettings withCloseGrace(Duration value) {
        return new FrontDoorSettings(bindHost, port, loops, link, media, halfOpen, http, tick, value);
    }

    private static void requireRange(int value, int least, int most, String name) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
