package io.mediascope.cluster.web;

import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;

/** Descriptions that cannot be taken, in the words of refusals. */
final class SdpRefusals {
    private SdpRefusals() {}

    static Refusal of(SdpException e) {
        RefusalReason reason = e.reason() == SdpException.Reason.NO_COMMON_CODEC
                ? RefusalReason.UNSUPPORTED_CODEC
                : RefusalReason.BAD_REQUEST;
        return Refusal.of(reason, "SDP: " + e.getMessage());
    }

    static Refusal tooLong() {
        return Refusal.of(
                RefusalReason.MESSAGE_TOO_LARGE,
                "An SDP description has at most " + SessionDescription.MAX_LENGTH + " characters.");
    }

    static Refusal tooMany() {
        return Refusal.retryable(
                RefusalReason.RATE_LIMITED, "Too many SDP descriptions in a short time; wait a little.", 1_000);
    }
}
