package io.mediascope.media.sdp;

import java.util.List;

/**
 * One payload type of a media section with all that is said of it (RFC 8866 section 6.6 and 6.15, RFC 4585 section 4.2).
 *
 * @param name upper case
 * @param parameters the {@code fmtp} value, empty without
 * @param feedback {@code rtcp-fb} values, in their order
 */
record RtpFormat(int payloadType, String name, int clockRate, int channels, String parameters, List<String> feedback) {
    private static final int MAX_PARAMETERS = 64;

    /** The value of a parameter, or the default. */
    String parameter(String key, String otherwise) {
        int from = 0;
        for (int i = 0; i < MAX_PARAMETERS && from < parameters.length(); i++) {
            int end = parameters.indexOf(';', from);
            end = end < 0 ? parameters.length() : end;
            String pair = parameters.substring(from, end).trim();
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(key)) {
                return pair.substring(equals + 1);
            }
            from = end + 1;
        }
        return otherwise;
    }
}
