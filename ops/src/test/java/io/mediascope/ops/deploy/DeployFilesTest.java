package io.mediascope.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.settings.NodeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What operators copy, as far as it can be checked without an engine. */
class DeployFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DEPLOY = ROOT.resolve("ops/deploy");
    private static final Path REFERENCE = ROOT.resolve("cluster/src/main/resources/reference.conf");
    private static final Pattern VARIABLE = Pattern.compile("\\bMEDIASCOPE_[A-Z_]+\\b");

    /** Read by the start script, not by the configuration. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("MEDIASCOPE_HEAP", "MEDIASCOPE_JAVA_OPTS");

    /** What systemd knows of each section, of what a service like this could want. */
    private static final Map<String, Set<String>> UNIT_KEYS = Map.of(
            "Unit", Set.of("Description", "Wants", "After", "StartLimitIntervalSec"),
            "Service",
                    Set.of(
                            "Type",
                            "User",
                            "Group",
                            "EnvironmentFile",
                            "ExecStart",
                            "ExecStopPost",
                            "Restart",
                            "RestartSec",
                            "SuccessExitStatus",
                            "KillSignal",
                            "TimeoutStopSec",
                            "LimitNOFILE",
                            "StateDirectory",
                            "StateDirectoryMode",
                            "NoNewPrivileges",
                            "ProtectSystem",
                            "ProtectHome",
                            "PrivateTmp",
                            "PrivateDevices",
                            "ProtectKernelTunables",
                            "ProtectKernelModules",
                            "ProtectControlGroups",
                            "RestrictSUIDSGID",
                            "RestrictAddressFamilies"),
            "Install", Set.of("WantedBy"));

    @Test
    void shouldRunOurCommandsInTheUnit() throws IOException {
        Map<String, Map<String, String>> unit = unit(DEPLOY.resolve("systemd/mediascope.service"));

        assertThat(unit.keySet()).containsExactlyInAnyOrderElementsOf(UNIT_KEYS.keySet());
        unit.forEach((section, keys) ->
                assertThat(UNIT_KEYS.get(section)).as(section).containsAll(keys.keySet()));
        Map<String, String> service = unit.get("Service");
        assertThat(service.get("ExecStart")).contains("/bin/mediascope node --config /etc/mediascope/mediascope.conf");
        assertThat(service.get("ExecStopPost"))
                .as("the death is reported after every end")
                .contains("/bin/mediascope report-death --config /etc/mediascope/mediascope.conf");
        assertThat(Integer.parseInt(service.get("TimeoutStopSec")))
                .as("longer than the node's own time to stop")
                .isGreaterThan(stopTimeoutSeconds());
    }

    @Test
    void shouldBeReadAsItStands(@TempDir Path folder) throws IOException {
        String there = Files.createFile(folder.resolve("there.pem")).toString();
        Map<String, String> keys = Map.of(
                "mediascope.link.certificate", there,
                "mediascope.link.private-key", there,
                "mediascope.cluster.tls.certificate", there,
                "mediascope.cluster.tls.private-key", there,
                "mediascope.cluster.tls.authority", there);
        NodeSettings settings = NodeSettings.load(Optional.of(DEPLOY.resolve("mediascope.conf")), keys);

        assertThat(settings.region()).isEqualTo("eu-central");
        assertThat(settings.udp().bindAddresses()).containsExactly("192.0.2.10");
        assertThat(settings.database().url()).isEqualTo("jdbc:postgresql://192.0.2.30/mediascope");
    }

    @Test
    void shouldFitTheManifestsTogether() throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (String name : List.of("schema.yaml", "mediascope.yaml")) {
            documents.addAll(yaml(DEPLOY.resolve("kubernetes").resolve(name)));
        }

        assertThat(documents.stream().map(document -> document.get("kind")))
                .containsExactlyInAnyOrder("ConfigMap", "Job", "Service", "PodDisruptionBudget", "StatefulSet");
        Map<String, Object> set = kind(documents, "StatefulSet");
        assertThat(at(set, "spec", "serviceName")).isEqualTo(at(kind(documents, "Service"), "metadata", "name"));
        assertThat((Integer) at(set, "spec", "replicas"))
                .as("promises hold from three on")
                .isGreaterThanOrEqualTo(3);
        assertThat((Integer) at(set, "spec", "template", "spec", "terminationGracePeriodSeconds"))
                .isGreaterThan(stopTimeoutSeconds());
        assertThat(at(set, "spec", "selector", "matchLabels"))
                .isEqualTo(at(set, "spec", "template", "metadata", "labels"));
        Map<?, ?> container = (Map<?, ?>) ((List<?>) at(set, "spec", "template", "spec", "containers")).get(0);
        assertThat(container.get("args").toString()).contains("node", "/etc/mediascope/mediascope.conf");
        assertThat(mounted(container, "name")).isSubsetOf(volumes(set));
    }

    @Test
    void shouldNameFilesThatExist() throws IOException {
        Matcher copied = Pattern.compile("(?m)^COPY (ops/\\S+)")
                .matcher(Files.readString(DEPLOY.resolve("container/Containerfile")));
        int files = 0;
        while (copied.find()) {
            assertThat(ROOT.resolve(copied.group(1))).exists();
            files++;
        }
        assertThat(files).isEqualTo(2);
        for (String script : List.of("install.sh", "mediascope", "container/entrypoint.sh")) {
            assertThat(DEPLOY.resolve(script)).isExecutable();
        }
    }

    @Test
    void shouldNameVariablesThatAreRead() throws IOException {
        Set<String> known = variables(REFERENCE);
        known.addAll(OF_THE_SCRIPT);
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                named.addAll(variables(file));
            }
        }
        assertThat(named).contains("MEDIASCOPE_CLUSTER_HOST").isSubsetOf(known);
    }

    private static int stopTimeoutSeconds() throws IOException {
        Matcher value =
                Pattern.compile("stop-timeout = (\\d+) s").matcher(Files.readString(DEPLOY.resolve("mediascope.conf")));
        assertThat(value.find()).isTrue();
        return Integer.parseInt(value.group(1));
    }

    private static Set<String> variables(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher name = VARIABLE.matcher(Files.readString(file));
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    private static Map<String, Map<String, String>> unit(Path file) throws IOException {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("[")) {
                section = new LinkedHashMap<>();
                sections.put(line.substring(1, line.length() - 1), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] pair = line.split("=", 2);
                assertThat(section.put(pair[0], pair[1]))
                        .as("%s twice", pair[0])
                        .isNull();
            }
        }
        return sections;
    }

    private static List<Map<String, Object>> yaml(Path file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                Map<String, Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) document).forEach((key, value) -> map.put(key.toString(), value));
                documents.add(map);
            }
        }
        return documents;
    }

    private static Map<String, Object> kind(List<Map<String, Object>> documents, String kind) {
        return documents.stream()
                .filter(document -> kind.equals(document.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    private static Object at(Map<?, ?> document, String... path) {
        Object value = document;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    private static Set<String> mounted(Map<?, ?> container, String key) {
        Set<String> names = new TreeSet<>();
        ((List<?>) container.get("volumeMounts")).forEach(mount -> names.add((String) ((Map<?, ?>) mount).get(key)));
        return names;
    }

    private static Set<String> volumes(Map<String, Object> set) {
        Set<String> names = new TreeSet<>();
        ((List<?>) at(set, "spec", "template", "spec", "volumes"))
                .forEach(volume -> names.add((String) ((Map<?, ?>) volume).get("name")));
        ((List<?>) at(set, "spec", "volumeClaimTemplates"))
                .forEach(claim -> names.add((String) at((Map<?, ?>) claim, "metadata", "name")));
        return names;
    }
}
