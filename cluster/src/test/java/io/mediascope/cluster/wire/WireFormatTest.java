package io.mediascope.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.relay.RelayAgent;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ScopeSerializable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Nodes of two versions are in one cluster during a rolling upgrade. {@code v1.txt} has every message between nodes as the first
 * version writes it: what this version reads of it must be the same. A new message gets its line by a run with
 * {@code -Dmediascope.freeze=true}; lines are never made anew.
 */
class WireFormatTest {
    private static final String FROZEN = "v1.txt";
    private static final Path SOURCE = Path.of("src/test/resources/io/mediascope/cluster/wire", FROZEN);
    private static final int JACKSON_CBOR = 33;
    /** A scope's actor tells itself this one. */
    private static final Set<Class<?>> STAYS = Set.of(ScopeCommand.Batch.class);

    /** As in every node. */
    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.parseString(
                    "akka.actor.serializers.jackson-cbor = \"" + CountingSerializer.class.getName() + '"')
            .withFallback(ConfigFactory.load()));

    private static final ObjectMapper CBOR = new CBORMapper();

    private final Serialization serialization = SerializationExtension.get(KIT.system());
    private final Samples samples = new Samples(KIT.system().deadLetters());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldReadEveryMessageOfTheFirstVersion() throws Exception {
        for (Map.Entry<String, byte[]> line : frozen().entrySet()) {
            Object read = read(line.getValue(), line.getKey());
            JsonNode kept = CBOR.readTree(write(read));
            shouldSay(kept, CBOR.readTree(line.getValue()), line.getKey());
        }
    }

    /** All that {@code frozen} says, at any depth; this version may say more. */
    private static void shouldSay(JsonNode now, JsonNode frozen, String where) {
        assertThat(now).as(where).isNotNull();
        if (frozen.isObject()) {
            frozen.fields()
                    .forEachRemaining(field ->
                            shouldSay(now.get(field.getKey()), field.getValue(), where + '.' + field.getKey()));
        } else if (frozen.isArray()) {
            assertThat(now.size()).as(where).isEqualTo(frozen.size());
            for (int i = 0; i < frozen.size(); i++) {
                shouldSay(now.get(i), frozen.get(i), where + '[' + i + ']');
            }
        } else {
            assertThat(now).as(where).isEqualTo(frozen);
        }
    }

    @Test
    void shouldHaveFrozenEveryMessage() throws Exception {
        Map<String, byte[]> frozen = frozen();
        Map<String, byte[]> missing = new TreeMap<>();
        for (Class<?> message : messages().values()) {
            Object sample = samples.of(message);
            byte[] now = write(sample);
            assertThat(serialization.findSerializerFor(sample).identifier()).isEqualTo(JACKSON_CBOR);
            assertThat(CBOR.readTree(write(read(now, message.getName()))))
                    .as(message.getName())
                    .isEqualTo(CBOR.readTree(now));
            if (!frozen.containsKey(message.getName())) {
                missing.put(message.getName(), now);
            }
        }
        if (Boolean.getBoolean("mediascope.freeze")) {
            freeze(missing);
        } else {
            assertThat(missing.keySet()).as("messages without frozen bytes").isEmpty();
        }
        assertThat(frozen.keySet()).as("an older node may still send it").allMatch(name -> messages()
                .containsKey(name));
    }

    @Test
    void shouldReadWhatANewerVersionAddsFieldsTo() throws Exception {
        for (Map.Entry<String, byte[]> line : frozen().entrySet()) {
            ObjectNode newer = (ObjectNode) CBOR.readTree(line.getValue());
            newer.put("addedLater", 7).putObject("andThis").put("x", true);
            Object read = read(CBOR.writeValueAsBytes(newer), line.getKey());
            assertThat(CBOR.readTree(write(read)))
                    .as(line.getKey())
                    .isEqualTo(CBOR.readTree(write(read(line.getValue(), line.getKey()))));
        }
    }

    @Test
    void shouldRefuseAndCountAMessageThatOnlyANewerVersionKnows() {
        UnreadMessages unread = UnreadMessages.of(KIT.system().classicSystem());
        long before = unread.count();
        assertThat(serialization
                        .deserialize(
                                new byte[] {(byte) 0xBF, (byte) 0xFF}, JACKSON_CBOR, "io.mediascope.scope.entity.Newer")
                        .isFailure())
                .isTrue();
        assertThat(unread.count()).isEqualTo(before + 1);
    }

    private Object read(byte[] bytes, String manifest) {
        return serialization.deserialize(bytes, JACKSON_CBOR, manifest).get();
    }

    private byte[] write(Object value) {
        assertThat(Serializers.manifestFor(serialization.findSerializerFor(value), value))
                .isEqualTo(value.getClass().getName());
        return serialization.serialize(value).get();
    }

    private static Map<String, byte[]> frozen() throws IOException {
        Map<String, byte[]> lines = new TreeMap<>();
        try (InputStream in = WireFormatTest.class.getResourceAsStream(FROZEN)) {
            String all = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            all.lines()
                    .map(line -> line.split(" "))
                    .forEach(line -> lines.put(line[0], HexFormat.of().parseHex(line[1])));
        }
        return lines;
    }

    private static void freeze(Map<String, byte[]> missing) throws IOException {
        Map<String, byte[]> all = new TreeMap<>(frozen());
        all.putAll(missing);
        Files.createDirectories(SOURCE.getParent());
        Files.write(
                SOURCE,
                all.entrySet().stream()
                        .map(line -> line.getKey() + " " + HexFormat.of().formatHex(line.getValue()))
                        .toList());
    }

    /** Every record that may travel as a message; those that are only parts of others are harmless among them. */
    private static Map<String, Class<?>> messages() {
        Map<String, Class<?>> found = new TreeMap<>();
        collect(ScopeSerializable.class, found);
        collect(RelayAgent.class, found);
        return found;
    }

    private static void collect(Class<?> anyOfModule, Map<String, Class<?>> found) {
        try {
            Path place = Path.of(anyOfModule
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(place)) {
                collect(place, found);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                    collect(jar.getPath("/"), found);
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Path root, Map<String, Class<?>> found) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.startsWith("io/mediascope/") && file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
                    .map(WireFormatTest::load)
                    .filter(type -> type.isRecord() && ScopeSerializable.class.isAssignableFrom(type))
                    .filter(type -> !STAYS.contains(type))
                    .forEach(type -> found.put(type.getName(), type));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, WireFormatTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
