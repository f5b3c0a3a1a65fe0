package io.mediascope.ops.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Lines with the time since the demo began. Safe from any thread. */
final class DemoLog {
    private final PrintWriter out;
    private final long beganNs = System.nanoTime();

    DemoLog(PrintWriter out) {
        this.out = out;
    }

    /** The demo does something. */
    synchronized void step(String text) {
        line("==> " + text);
    }

    /** Something was seen. */
    synchronized void seen(String text) {
        line("    " + text);
    }

    /** Text without a time. */
    synchronized void plain(String text) {
        out.println(text);
        out.flush();
    }

    private void line(String text) {
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        out.println(String.format(Locale.ROOT, "%7.3f s  %s", seconds, text));
        out.flush();
    }
}
