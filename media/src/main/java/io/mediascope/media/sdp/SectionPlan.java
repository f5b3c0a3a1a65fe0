package io.mediascope.media.sdp;

/** Decides what happens in each section that a client offers. Asked once for each audio and video section, in their order. */
@FunctionalInterface
public interface SectionPlan {
    SectionUse use(OfferedSection section);
}
