package io.mediascope.media.sdp;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.webrtc.DtlsFingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a client's description says of the one transport of all its sections: ICE (RFC 8839 section 5), DTLS (RFC 8122, RFC 8842).
 * What stands in the section goes before what stands in the session.
 */
final class RemoteTransport {
    private static final int MAX_CREDENTIAL = 256;
    private static final int MAX_FINGERPRINTS = 8;

    /** Bytes of the hashes that we take. SHA-1 and MD5 are broken. */
    private static final Map<String, Integer> HASHES = Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);

    private final SessionDescription description;
    private final MediaSection section;

    /** @param section the one that speaks for the bundle */
    RemoteTransport(SessionDescription description, MediaSection section) {
        this.description = description;
        this.section = section;
    }

    /** RFC 8839 section 5.4: 4 to 256 and 22 to 256 of letters, digits, "+" and "/". */
    StunCredentials ice() throws SdpException {
        if (description.attribute("ice-lite").isPresent()) {
            throw SdpException.unsupported(0, "both sides are ICE lite: nobody would check");
        }
        return new StunCredentials(credential("ice-ufrag", 4), credential("ice-pwd", 22));
    }

    private String credential(String name, int minLength) throws SdpException {
        SdpAttribute attribute =
                find(name).orElseThrow(() -> SdpException.malformed(section.line(), "a=" + name + " is missing"));
        return checkCredential(attribute, minLength);
    }

    static String checkCredential(SdpAttribute attribute, int minLength) throws SdpException {
        String value = attribute.value();
        boolean legal = value.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '/' && c <= '9') || c == '+');
        if (!legal || value.length() < minLength || value.length() > MAX_CREDENTIAL) {
            throw SdpException.malformed(
                    attribute.line(),
                    "a=" + attribute.name() + " must have " + minLength + " to 256 letters, digits, \"+\" or \"/\"");
        }
        return value;
    }

    List<DtlsFingerprint> fingerprints() throws SdpException {
        List<SdpAttribute> lines = section.attributes("fingerprint");
        lines = lines.isEmpty() ? sessionAttributes("fingerprint").toList() : lines;
        if (lines.isEmpty()) {
            throw SdpException.malformed(section.line(), "a=fingerprint is missing: media must be secured by DTLS");
        }
        List<DtlsFingerprint> known = new ArrayList<>();
        for (SdpAttribute line : lines.subList(0, Math.min(lines.size(), MAX_FINGERPRINTS))) {
            fingerprint(line).ifPresent(known::add);
        }
        if (known.isEmpty()) {
            throw SdpException.unsupported(lines.get(0).line(), "a=fingerprint must be sha-256, sha-384 or sha-512");
        }
        return known;
    }

    private static Optional<DtlsFingerprint> fingerprint(SdpAttribute line) throws SdpException {
        int space = line.value().indexOf(' ');
        String algorithm =
                space < 0 ? line.value() : line.value().substring(0, space).toLowerCase(Locale.ROOT);
        String hash = line.value().substring(space + 1).trim();
        Integer length = HASHES.get(algorithm);
        if (length == null) {
            return Optional.empty();
        }
        if (hash.length() != 3 * length - 1 || !hash.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})*+")) {
            throw SdpException.malformed(
                    line.line(), algorithm + " has " + length + " bytes, in hexadecimal with colons between them");
        }
        return Optional.of(new DtlsFingerprint(algorithm, hash));
    }

    /** RFC 8842 section 5.3: the node is the DTLS server, so the client must be, or be ready to be, the DTLS client. */
    void checkSetup(Set<String> allowed) throws SdpException {
        SdpAttribute setup = find("setup").orElse(SdpAttribute.of("setup", "active"));
        if (!allowed.contains(setup.value())) {
            throw SdpException.unsupported(
                    setup.line(), "a=setup must be " + String.join(" or ", allowed) + ": the node is the DTLS server");
        }
    }

    private Optional<SdpAttribute> find(String name) {
        return Stream.concat(section.attributes(name).stream(), sessionAttributes(name))
                .findFirst();
    }

    private Stream<SdpAttribute> sessionAttributes(String name) {
        return description.attributes().stream().filter(a -> a.name().equals(name));
    }
}
