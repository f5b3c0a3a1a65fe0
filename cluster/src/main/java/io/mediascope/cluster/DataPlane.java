package io.mediascope.cluster;

import io.mediascope.cluster.settings.LinkSettings;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeSettings.HttpSettings;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.cluster.settings.UdpSettings;
import io.mediascope.transport.door.DoorExtensions;
import io.mediascope.transport.door.DoorHandlers;
import io.mediascope.transport.door.FrontDoor;
import io.mediascope.transport.door.FrontDoorException;
import io.mediascope.transport.door.FrontDoorSettings;
import io.mediascope.transport.door.LinkLimits;
import io.mediascope.transport.http.HttpService;
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.RelayEngineSettings;
import io.mediascope.transport.tls.TlsException;
import io.mediascope.transport.tls.TlsIdentity;
import io.mediascope.transport.web.WebSettings;
import java.net.BindException;
import java.net.InetSocketAddress;

/** Opens the node's sockets; whatever is in the way becomes one line. */
final class DataPlane {
    private DataPlane() {}

    static NettyRelayEngine engine(UdpSettings udp, WebSettings web) {
        try {
            RelayEngineSettings base = RelayEngineSettings.of(
                    udp.loops(),
                    udp.bindAddresses(),
                    udp.advertisedAddresses(),
                    udp.audioPort(),
                    udp.videoPort(),
                    udp.muxPort());
            RelayEngineSettings settings = new RelayEngineSettings(
                    base.loops(),
                    udp.enabled(),
                    base.bindAddresses(),
                    base.advertisedAddresses(),
                    base.audioPort(),
                    base.videoPort(),
                    base.muxPort(),
                    base.segmentation(),
                    base.nativeTransport(),
                    base.socketBufferBytes(),
                    base.queuePackets(),
                    udp.openBindingsPerSecond(),
                    udp.ownMachine());
            return NettyRelayEngine.start(settings, web);
        } catch (BindException e) {
            throw new NodeStartException(
                    "the relay's UDP ports cannot be had: " + e.getMessage()
                            + "; choose others with mediascope.udp.audio-port, video-port and mux-port (0 = any)",
                    e);
        } catch (IllegalArgumentException e) {
            throw new NodeStartException("mediascope.udp: " + e.getMessage(), e);
        }
    }

    static TlsIdentity identity(NodeSettings settings) {
        LinkSettings link = settings.link();
        try {
            return link.certificate().isPresent() && link.privateKey().isPresent()
                    ? TlsIdentity.fromPem(
                            link.certificate().get(), link.privateKey().get())
                    : TlsIdentity.selfSigned(settings.dataDir());
        } catch (TlsException e) {
            throw new NodeStartException("TLS: " + e.getMessage(), e);
        }
    }

    static FrontDoor door(
            NodeSettings settings, TlsIdentity identity, DoorHandlers handlers, DoorExtensions extensions) {
        LinkSettings link = settings.link();
        try {
            LinkLimits limits = LinkLimits.defaults()
                    .withAuthTimeout(link.authTimeout())
                    .withKeepalive(link.keepaliveInterval(), link.timeout())
                    .withMaxPendingBytes(link.maxPendingBytes());
            return FrontDoor.start(
                    FrontDoorSettings.defaults()
                            .withBind(link.bindHost(), link.port())
                            .withLink(limits)
                            .withHalfOpen(link.halfOpen())
                            .withHttp(settings.http().limits()),
                    identity,
                    handlers,
                    extensions);
        } catch (FrontDoorException e) {
            throw new NodeStartException(
                    e.getMessage() + "; choose another port with mediascope.link.port (0 = any)", e);
        } catch (IllegalArgumentException e) {
            throw new NodeStartException("mediascope.link: " + e.getMessage(), e);
        }
    }

    static InetSocketAddress serveHttp(FrontDoor door, HttpSettings http, HttpService service) {
        try {
            return door.serveHttp(service, new InetSocketAddress(http.bindHost(), http.port()));
        } catch (FrontDoorException e) {
            throw new NodeStartException(
                    "HTTP port " + http.port() + " on " + http.bindHost()
                            + " cannot be used (busy?); choose another one with --http-port or mediascope.http.port",
                    e);
        }
    }
}
