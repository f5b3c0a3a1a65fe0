package io.mediascope.media.sdp;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers a client's offer (RFC 9429 section 5.3), for what it publishes as for WHIP and WHEP. */
public final class AnswerMaker {
    private static final Set<String> SETUP = Set.of("actpass", "active");

    private final LocalPeer local;
    private final CodecPolicy policy;
    private final SectionPlan plan;
    private final Bundle bundle;
    private final List<MediaSection> answered = new ArrayList<>();
    private final List<WebSection> agreed = new ArrayList<>();
    private final List<String> mids = new ArrayList<>();

    private AnswerMaker(LocalPeer local, CodecPolicy policy, SectionPlan plan, Bundle bundle) {
        this.local = local;
        this.policy = policy;
        this.plan = plan;
        this.bundle = bundle;
    }

    /**
     * The same offer gives the same answer. Sections that are neither audio nor video, or outside of the bundle, are refused.
     *
     * @throws SdpException when the offer asks for what the node cannot do, or a section that the plan uses has no common codec, or
     *     the client does not do there what the plan wants (send, receive)
     */
    public static Answer answer(SessionDescription offer, LocalPeer local, CodecPolicy policy, SectionPlan plan)
            throws SdpException {
        Bundle bundle = Bundle.read(offer);
        RemoteTransport transport = new RemoteTransport(offer, bundle.tagged());
        transport.checkSetup(SETUP);
        AnswerMaker maker = new AnswerMaker(local, policy, plan, bundle);
        PeerDescription remote = new PeerDescription(transport.ice(), transport.fingerprints(), maker.sections(offer));
        return new Answer(maker.write(offer), remote);
    }

    private List<WebSection> sections(SessionDescription offer) throws SdpException {
        for (int i = 0; i < offer.sections().size(); i++) {
            answer(offer.sections().get(i), i);
        }
        return agreed;
    }

    private void answer(MediaSection section, int index) throws SdpException {
        Optional<MediaType> type = RemoteSection.type(section);
        if (section.refused() || type.isEmpty() || !bundle.contains(section)) {
            refuse(section, type.orElse(MediaType.VIDEO));
            return;
        }
        RemoteSection remote = new RemoteSection(section, type.get(), policy);
        SectionUse use = plan.use(remote.offered(index));
        if (use instanceof SectionUse.Receive receive) {
            require(section.direction().sends(), section, "the client does not send in this section");
            receive(remote, receive);
        } else if (use instanceof SectionUse.Send send) {
            require(section.direction().receives(), section, "the client does not receive in this section");
            send(remote, send);
        } else if (use instanceof SectionUse.Idle && !remote.codecs().isEmpty()) {
            idle(remote);
        } else {
            refuse(section, type.get());
        }
    }

    private static void require(boolean agrees, MediaSection section, String otherwise) throws SdpException {
        if (!agrees) {
            throw SdpException.unsupported(section.line(), otherwise);
        }
    }

    private void receive(RemoteSection remote, SectionUse.Receive use) throws SdpException {
        List<WebCodec> codec = common(remote).subList(0, 1);
        ExtensionMap extensions = ExtensionMap.read(remote.section(), remote.type(), false);
        Encodings encodings = Encodings.read(
                remote.section(),
                extensions.has(ExtensionMap.Kind.RID),
                codec.get(0).hasRtx(),
                use.maxLayers());
        answered.add(begin(remote, extensions, Direction.RECVONLY)
                .mux()
                .codecs(codec, remote::feedback)
                .lines(encodings.lines())
                .build());
        agree(
                remote,
                new WebSection(
                        remote.section().mid(),
                        remote.type(),
                        use.track(),
                        codec,
                        extensions.extensions(),
                        encodings.list()));
    }

    private void send(RemoteSection remote, SectionUse.Send use) throws SdpException {
        List<WebCodec> codecs = common(remote);
        ExtensionMap extensions = ExtensionMap.read(remote.section(), remote.type(), true);
        int rtxSsrc = codecs.stream().anyMatch(WebCodec::hasRtx) ? use.rtxSsrc() : 0;
        answered.add(begin(remote, extensions, Direction.SENDONLY)
                .msid(use.streamId(), use.trackId())
                .mux()
                .codecs(codecs, remote::feedback)
                .ssrcs(use.ssrc(), rtxSsrc, Token.msid(use.streamId()))
                .build());
        WebEncoding encoding = new WebEncoding("", LayerName.HIGH, use.ssrc(), rtxSsrc);
        agree(
                remote,
                new WebSection(
                        remote.section().mid(),
                        remote.type(),
                        use.track(),
                        codecs,
                        extensions.extensions(),
                        List.of(encoding)));
    }

    private void idle(RemoteSection remote) throws SdpException {
        ExtensionMap extensions = ExtensionMap.read(remote.section(), remote.type(), false);
        answered.add(begin(remote, extensions, Direction.INACTIVE)
                .mux()
                .codecs(remote.codecs(), remote::feedback)
                .build());
        agree(
                remote,
                new WebSection(
                        remote.section().mid(),
                        remote.type(),
                        null,
                        remote.codecs(),
                        extensions.extensions(),
                        List.of()));
    }

    private void refuse(MediaSection section, MediaType type) {
        answered.add(LocalSection.refused(section));
        agreed.add(new WebSection(section.mid(), type, null, List.of(), WebExtensions.NONE, List.of()));
    }

    private static List<WebCodec> common(RemoteSection remote) throws SdpException {
        if (remote.codecs().isEmpty()) {
            throw new SdpException(
                    SdpException.Reason.NO_COMMON_CODEC,
                    remote.section().line(),
                    "no " + remote.section().media() + " codec of the section is allowed here");
        }
        return remote.codecs();
    }

    private LocalSection begin(RemoteSection remote, ExtensionMap extensions, Direction direction) {
        return new LocalSection(remote.type(), remote.section().protocol())
                .transport(local, "passive", mids.isEmpty())
                .head(remote.section().mid(), extensions.lines(), direction);
    }

    private void agree(RemoteSection remote, WebSection section) {
        mids.add(remote.section().mid());
        agreed.add(section);
    }

    private String write(SessionDescription offer) {
        List<SdpAttribute> attributes = new ArrayList<>();
        if (!mids.isEmpty()) {
            attributes.add(SdpAttribute.of("group", "BUNDLE " + String.join(" ", mids)));
        }
        attributes.add(SdpAttribute.of("ice-lite"));
        if (offer.attribute("extmap-allow-mixed").isPresent()) {
            attributes.add(SdpAttribute.of("extmap-allow-mixed"));
        }
        attributes.add(SdpAttribute.of("msid-semantic", " WMS *"));
        return new SessionDescription(offer.sessionId(), offer.version(), attributes, answered).write();
    }
}
