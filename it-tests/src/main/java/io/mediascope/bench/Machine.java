package io.mediascope.bench;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static String describe() {
        return Runtime.getRuntime().availableProcessors() + " cores (" + System.getProperty("os.arch") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + System.getProperty("java.version") + ", packets of " + RelayBench.PACKET_BYTES
                + " bytes over loopback";
    }
}
