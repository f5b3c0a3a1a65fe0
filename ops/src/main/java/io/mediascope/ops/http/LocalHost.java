package io.mediascope.ops.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells requests that this machine's own pages make from those that a page of the web makes by a name of its own that it points
 * to loopback (DNS rebinding), or across origins.
 */
final class LocalHost {
    private static final Pattern HOST = Pattern.compile("(localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");
    private static final String SCHEME = "http://";

    private LocalHost() {}

    /** Whether an address that a server is bound to is loopback. */
    static boolean isLoopback(String bindHost) {
        try {
            return InetAddress.getByName(bindHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether the request names this machine, comes from its own page where it comes from a page, and by no proxy that says so. */
    static boolean isOwn(HttpRequest request) {
        String host = header(request, "Host");
        Matcher local = HOST.matcher(host);
        String origin = header(request, "Origin");
        boolean direct = request.getAttribute(RouteService.PROXIED).isEmpty();
        return direct && local.matches() && (origin.isEmpty() || origin.equals(SCHEME + host));
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse("").strip().toLowerCase(Locale.ROOT);
    }
}
