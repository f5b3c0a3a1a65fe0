package io.mediascope.cluster.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.mediascope.scope.entity.ScopeSettings;
import io.mediascope.transport.http.HttpLimits;
import io.mediascope.transport.web.WebSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a node is told before it starts. Sources, strongest first: overrides, system properties, the configuration file,
 * environment variables, defaults ({@code reference.conf} documents every key).
 *
 * @param config the whole resolved configuration, for the settings of other modules and of Akka
 * @param profile where events and applications are kept
 * @param dataDir the node's folder
 * @param region name of the place the node stands in
 * @param web peer connections
 * @param http where the HTTP API listens; bound by whoever operates the node
 * @param cassandra the journal of the profile {@code cluster}
 * @param database applications and keys of the profile {@code cluster}
 */
public record NodeSettings(
        Config config,
        Profile profile,
        Path dataDir,
        String region,
        LinkSettings link,
        UdpSettings udp,
        WebSettings web,
        HttpSettings http,
        ClusterSettings cluster,
        DeathReportSettings deathReports,
        TokenSettings tokens,
        ResolveSettings resolve,
        AgentSettings agent,
        PlacementSettings placement,
        JournalSettings journal,
        CassandraSettings cassandra,
        DatabaseSettings database,
        ScopeSettings scope,
        Duration stopTimeout,
        Duration drainTime) {
    private static final String PROFILE = "mediascope.profile";
    private static final String REPLICA_FOLDER = "akka.cluster.distributed-data.durable.lmdb.dir";

    /**
     * The HTTP API.
     *
     * @param port 0 = any free one
     * @param corsOrigins whose pages may call it from browsers, {@code *} = all
     * @param iceServers what WHIP and WHEP clients are told to use beside the node
     * @param limits of connections, with TLS and without
     */
    public record HttpSettings(
            String bindHost, int port, List<String> corsOrigins, List<IceServer> iceServers, HttpLimits limits) {}

    /** A STUN or TURN server; empty credentials for STUN. */
    public record IceServer(String url, String username, String credential) {}

    /** @param clockSkew how far an application's clock may be off */
    public record TokenSettings(Duration clockSkew) {}

    /** Token buckets of the resolver, in requests. */
    public record ResolveSettings(Duration timeout, int sourceBurst, int sourcePerSecond, int sourcesMax) {}

    /** Times of the relay agent. */
    public record AgentSettings(
            Duration reportInterval,
            Duration qualityInterval,
            Duration silentAfter,
            Duration tombstone,
            int maxRelays) {}

    /** Times of the journal's health probe. */
    public record JournalSettings(Duration probeInterval, Duration probeTimeout, Duration sweepInterval) {}

    /** Defaults with {@code overrides} (full path to value, for instance {@code mediascope.link.port} to {@code 0}). */
    public static NodeSettings load(Map<String, String> overrides) {
        return load(Optional.empty(), overrides);
    }

    /**
     * @param file HOCON or JSON
     * @param overrides full path to value
     * @throws NodeStartException with one line that names the wrong key or value
     */
    public static NodeSettings load(Optional<Path> file, Map<String, String> overrides) {
        try {
            Config reference = ConfigFactory.defaultReference();
            UnknownKeys unknown = new UnknownKeys(reference);
            Config fromFile = file.map(NodeSettings::parse).orElse(ConfigFactory.empty());
            Config fromOverrides = ConfigFactory.parseMap(overrides, "options");
            unknown.refuseIn(fromOverrides, "options");
            unknown.refuseIn(ConfigFactory.systemProperties(), "system properties");
            file.ifPresent(
                    path -> unknown.refuseIn(fromFile.withFallback(reference).resolve(), path.toString()));
            Config given =
                    fromOverrides.withFallback(ConfigFactory.systemProperties()).withFallback(fromFile);
            Profile profile = Profile.of(given.withFallback(reference).resolve().getString(PROFILE));
            return create(given.withFallback(ConfigFactory.parseResources(NodeSettings.class, profile.file()))
                    .withFallback(reference)
                    .resolve());
        } catch (ConfigException.BugOrBroken e) {
            // Its message is the whole configuration, secrets too.
            throw new NodeStartException("configuration: it cannot be resolved; see its substitutions (${…})");
        } catch (ConfigException e) {
            throw new NodeStartException("configuration: " + e.getMessage(), e);
        }
    }

    /** Reads a configuration that is complete, for instance one merged with {@code reference.conf} by hand. */
    public static NodeSettings create(Config config) {
        Config node = config.getConfig("mediascope");
        Profile profile = Profile.of(config.getString(PROFILE));
        Checked checked = new Checked(config);
        Path dataDir = Path.of(node.getString("data-dir")).toAbsolutePath().normalize();
        ClusterSettings cluster = ClusterSettings.create(checked, profile);
        CassandraSettings cassandra = CassandraSettings.create(checked);
        Config complete = profile == Profile.CLUSTER
                ? cassandra
                        .driver()
                        .withFallback(cluster.artery())
                        .withFallback(ConfigFactory.parseMap(Map.of(REPLICA_FOLDER, dataDir + "/replica")))
                        .withFallback(config)
                : config;
        return new NodeSettings(
                complete,
                profile,
                dataDir,
                node.getString("region"),
                LinkSettings.create(checked),
                UdpSettings.create(checked),
                PeerSettings.create(checked),
                http(checked),
                cluster,
                DeathReportSettings.create(checked),
                new TokenSettings(checked.duration("mediascope.tokens.clock-skew", Duration.ZERO)),
                resolve(checked),
                agent(checked),
                PlacementSettings.create(checked, config, node.getString("region")),
                new JournalSettings(
                        checked.duration("mediascope.journal.probe-interval", Duration.ofMillis(50)),
                        checked.duration("mediascope.journal.probe-timeout", Duration.ofMillis(50)),
                        checked.duration("mediascope.journal.sweep-interval", Duration.ofSeconds(1))),
                cassandra,
                DatabaseSettings.create(checked, profile),
                ScopeSettings.create(config),
                checked.duration("mediascope.stop-timeout", Duration.ofSeconds(1)),
                checked.duration("mediascope.drain-time", Duration.ZERO));
    }

    private static HttpSettings http(Checked checked) {
        List<String> servers = checked.texts("mediascope.http.ice-servers");
        return new HttpSettings(
                checked.text("mediascope.http.bind-host"),
                checked.port("mediascope.http.port"),
                checked.texts("mediascope.http.cors-origins"),
                servers.stream().map(NodeSettings::iceServer).toList(),
                httpLimits(checked));
    }

    private static HttpLimits httpLimits(Checked checked) {
        Duration least = Duration.ofMillis(100);
        return HttpLimits.defaults()
                .withTimes(
                        checked.duration("mediascope.http.header-timeout", least),
                        checked.duration("mediascope.http.body-timeout", least),
                        checked.duration("mediascope.http.idle-timeout", least))
                .withMaxPlainConnections(checked.atLeast("mediascope.http.max-connections", 1));
    }

    /** {@code URL} or {@code URL USERNAME CREDENTIAL}. */
    private static IceServer iceServer(String text) {
        String[] parts = text.strip().split("\\s+");
        boolean known = parts[0].matches("(stuns?|turns?):[A-Za-z0-9.:\\[\\]_-]+(\\?transport=(udp|tcp))?");
        if (!known || !(parts.length == 1 || parts.length == 3)) {
            throw new NodeStartException("mediascope.http.ice-servers has \"" + parts[0]
                    + "\"; an entry is 'stun:HOST:PORT' or 'turn:HOST:PORT USERNAME CREDENTIAL'");
        }
        return parts.length == 1 ? new IceServer(parts[0], "", "") : new IceServer(parts[0], parts[1], parts[2]);
    }

    private static ResolveSettings resolve(Checked checked) {
        return new ResolveSettings(
                checked.duration("mediascope.resolve.timeout", Duration.ofMillis(100)),
                checked.atLeast("mediascope.resolve.source-burst", 1),
                checked.atLeast("mediascope.resolve.source-per-second", 1),
                checked.atLeast("mediascope.resolve.sources-max", 16));
    }

    private static AgentSettings agent(Checked checked) {
        Duration least = Duration.ofMillis(100);
        return new AgentSettings(
                checked.duration("mediascope.relay-agent.report-interval", least),
                checked.duration("mediascope.relay-agent.quality-interval", least),
                checked.duration("mediascope.relay-agent.silent-after", least),
                checked.duration("mediascope.relay-agent.tombstone", least),
                checked.atLeast("mediascope.relay-agent.max-relays", 1));
    }

    private static Config parse(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NodeStartException("the configuration file " + file.toAbsolutePath() + " does not exist");
        }
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    }
}
