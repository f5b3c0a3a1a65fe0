package io.mediascope.it.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A small internet in network namespaces (needs root): one node on the public side, and homes behind routers that translate
 * addresses. Everything it makes it removes.
 *
 * <pre>
 *   node 198.51.100.1 ──┐
 *   router a .11 ───────┼── public bridge       home a 192.168.11.2 behind router a
 *   router b .12 ───────┘                       home b 192.168.12.2 behind router b
 * </pre>
 */
public final class NatLab implements AutoCloseable {
    public static final String NODE_ADDRESS = "198.51.100.1";

    private static final String NEEDS = " (network namespaces need root, and the packages iproute2 and iptables)";

    private final String id = "ms" + Long.toString(ProcessHandle.current().pid(), 36);
    private final List<String> namespaces = new ArrayList<>();

    /** How a router translates. */
    public enum Nat {
        /** The same outer port for every destination: hole punching works. */
        CONE,
        /** Another outer port for every destination. */
        SYMMETRIC
    }

    public static NatLab create() {
        NatLab lab = new NatLab();
        try {
            lab.build();
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
        return lab;
    }

    private void build() {
        namespace("net");
        in("net", "ip link add br0 type bridge", "ip link set br0 up");
        namespace("node");
        attach("node", NODE_ADDRESS + "/24");
    }

    /** A home behind a router of its own; {@code number} is 1 to 9. */
    public List<String> home(int number, Nat nat) {
        String router = "r" + number;
        String home = "h" + number;
        namespace(router);
        namespace(home);
        attach(router, "198.51.100.1" + number + "/24");
        String lan = "192.168.1" + number;
        sh("ip link add " + id + "l" + number + " netns " + name(router) + " type veth peer name lan0 netns "
                + name(home));
        in(router, "ip addr add " + lan + ".1/24 dev " + id + "l" + number, "ip link set " + id + "l" + number + " up");
        in(
                home,
                "ip addr add " + lan + ".2/24 dev lan0",
                "ip link set lan0 up",
                "ip route add default via " + lan + ".1");
        in(
                router,
                "sysctl -qw net.ipv4.ip_forward=1",
                "iptables -t nat -A POSTROUTING -o wan0 -j MASQUERADE"
                        + (nat == Nat.SYMMETRIC ? " --random-fully" : ""),
                // without this an early packet from outside would take the mapping that the home's own packet needs
                "iptables -A INPUT -i wan0 -p udp -j DROP");
        return exec(home);
    }

    /** The command prefix that runs something on the node's host. */
    public List<String> node() {
        return exec("node");
    }

    /** Drops, or lets through again, all UDP that the home's router forwards. */
    public void blockUdp(int home, boolean blocked) {
        in("r" + home, "iptables -" + (blocked ? "I" : "D") + " FORWARD -p udp -j DROP");
    }

    /** Loses, or no longer loses, this fraction of the UDP packets that the home's router forwards. */
    public void loseUdp(int home, double fraction, boolean losing) {
        in(
                "r" + home,
                "iptables -" + (losing ? "I" : "D") + " FORWARD -p udp -m statistic --mode random --probability "
                        + fraction + " -j DROP");
    }

    /** The home's router sends no more than this; what is too much waits, for 400 ms at the most. */
    public void limitUplink(int home, int kilobitsPerSecond) {
        in("r" + home, "tc qdisc replace dev wan0 root tbf rate " + kilobitsPerSecond + "kbit burst 4kb latency 400ms");
    }

    /** The home's router sends as fast as it can again. */
    public void freeUplink(int home) {
        in("r" + home, "tc qdisc del dev wan0 root");
    }

    private void attach(String namespace, String address) {
        String outer = id + "p" + namespace;
        sh("ip link add " + outer + " netns " + name("net") + " type veth peer name wan0 netns " + name(namespace));
        in("net", "ip link set " + outer + " master br0", "ip link set " + outer + " up");
        in(namespace, "ip addr add " + address + " dev wan0", "ip link set wan0 up");
    }

    private void namespace(String namespace) {
        sh("ip netns add " + name(namespace));
        namespaces.add(name(namespace));
        in(namespace, "ip link set lo up");
    }

    private List<String> exec(String namespace) {
        return List.of("ip", "netns", "exec", name(namespace));
    }

    private String name(String namespace) {
        return id + "-" + namespace;
    }

    private void in(String namespace, String... commands) {
        for (String command : commands) {
            sh("ip netns exec " + name(namespace) + " " + command);
        }
    }

    private static void sh(String command) {
        try {
            Process process = new ProcessBuilder(command.split(" "))
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + out + NEEDS);
            }
        } catch (IOException e) {
            throw new IllegalStateException(command + NEEDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (int i = namespaces.size() - 1; i >= 0; i--) {
            sh("ip netns del " + namespaces.get(i));
        }
        namespaces.clear();
    }
}
