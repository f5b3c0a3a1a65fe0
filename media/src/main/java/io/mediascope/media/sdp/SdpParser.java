package io.mediascope.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines to a {@link SessionDescription} (RFC 8866 section 9). Strict about the form of a line and about {@code v=}, {@code o=} and
 * {@code m=}; other types are passed over, for WebRTC needs none of them (RFC 9429 section 5.8). Used once.
 */
final class SdpParser {
    private static final int MAX_LINE = 8192;
    private static final int MAX_FORMATS = 256;

    private final String sdp;
    private final List<SdpAttribute> sessionAttributes = new ArrayList<>();
    private final List<MediaSection> sections = new ArrayList<>();
    private String sessionId = "";
    private String version = "";
    private @Nullable MediaSection current;
    private List<SdpAttribute> attributes = sessionAttributes;

    SdpParser(String sdp) {
        this.sdp = sdp;
    }

    SessionDescription parse() throws SdpException {
        readLines(sdp);
        endSection();
        if (sessionId.isEmpty()) {
            throw SdpException.malformed(0, "there is no o= line");
        }
        return new SessionDescription(sessionId, version, sessionAttributes, sections);
    }

    /** The lines of a fragment, which has no session part of its own but may have attributes and sections. */
    SessionDescription parseFragment() throws SdpException {
        readLines("v=0\n" + sdp);
        endSection();
        return new SessionDescription(sessionId, version, sessionAttributes, sections);
    }

    private void readLines(String text) throws SdpException {
        if (text.length() > SessionDescription.MAX_LENGTH) {
            throw SdpException.unsupported(0, "the description is longer than 128 KiB");
        }
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            int trimmed = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
            number++;
            readLine(number, text.substring(at, trimmed));
            at = end + 1;
        }
        if (number == 0) {
            throw SdpException.malformed(0, "the description is empty");
        }
    }

    private void readLine(int number, String line) throws SdpException {
        if (line.isEmpty() && number > 1) {
            return;
        }
        checkForm(number, line);
        String value = line.substring(2);
        switch (line.charAt(0)) {
            case 'v':
                if (!value.equals("0")) {
                    throw SdpException.malformed(number, "the version must be 0");
                }
                break;
            case 'o':
                readOrigin(number, value);
                break;
            case 'm':
                readMedia(number, value);
                break;
            case 'a':
                readAttribute(number, value);
                break;
            default:
                break;
        }
    }

    private static void checkForm(int number, String line) throws SdpException {
        if (line.length() > MAX_LINE) {
            throw SdpException.unsupported(number, "the line is longer than " + MAX_LINE + " characters");
        }
        if (line.length() < 2 || line.charAt(1) != '=' || line.charAt(0) < 'a' || line.charAt(0) > 'z') {
            throw SdpException.malformed(number, "a line must begin with a small letter and \"=\"");
        }
        if (number == 1 && line.charAt(0) != 'v') {
            throw SdpException.malformed(number, "the first line must be v=0");
        }
        for (int i = 2; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == 0 || c == '\r') {
                throw SdpException.malformed(number, "there is a control character in the line");
            }
        }
    }

    private void readOrigin(int number, String value) throws SdpException {
        String[] parts = value.split(" ", -1);
        if (parts.length != 6 || !digits(parts[1]) || !digits(parts[2])) {
            throw SdpException.malformed(
                    number, "o= must be: username, session id, version, network type, address type, address");
        }
        sessionId = parts[1];
        version = parts[2];
    }

    private void readMedia(int number, String value) throws SdpException {
        endSection();
        if (sections.size() == SessionDescription.MAX_SECTIONS) {
            throw SdpException.unsupported(number, "there are more than 64 media sections");
        }
        String[] parts = value.split(" ", -1);
        if (parts.length < 4
                || parts.length > MAX_FORMATS
                || Arrays.asList(parts).contains("")) {
            throw SdpException.malformed(number, "m= must be: media, port, protocol, formats");
        }
        int slash = parts[1].indexOf('/');
        String port = slash < 0 ? parts[1] : parts[1].substring(0, slash);
        if (!digits(port) || port.length() > 5 || Integer.parseInt(port) > 65535) {
            throw SdpException.malformed(number, "the port must be 0 to 65535");
        }
        attributes = new ArrayList<>();
        current = new MediaSection(
                parts[0],
                Integer.parseInt(port),
                parts[2],
                Arrays.asList(parts).subList(3, parts.length),
                List.of(),
                number);
    }

    private void endSection() {
        MediaSection ended = current;
        if (ended != null) {
            sections.add(new MediaSection(
                    ended.media(), ended.port(), ended.protocol(), ended.formats(), attributes, ended.line()));
            current = null;
        }
    }

    private void readAttribute(int number, String value) throws SdpException {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        if (name.isEmpty()) {
            throw SdpException.malformed(number, "the attribute has no name");
        }
        attributes.add(new SdpAttribute(name, colon < 0 ? "" : value.substring(colon + 1), number));
    }

    private static boolean digits(String text) {
        return !text.isEmpty() && text.length() <= 20 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
