package io.mediascope.scope.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes as the first version wrote them, kept as test data: {@code <name>.cbor} and beside it {@code <name>.manifest}. They are
 * never made anew; a new kind of event gets its own by a run with {@code -Dmediascope.freeze=true}, which adds what is missing.
 */
public final class FrozenBytes {
    private static final int JACKSON_CBOR = 33;
    private final Serialization serialization;
    private final String folder;

    /** @param folder below the resources of {@code io/mediascope/scope/journal} */
    public FrozenBytes(ActorSystem<?> system, String folder) {
        this.serialization = SerializationExtension.get(system);
        this.folder = folder;
    }

    /** The frozen bytes of {@code name} say {@code value}, and so do bytes that are written now. */
    public void check(String name, Object value) {
        byte[] now = write(value);
        assertThat(serialization.findSerializerFor(value).identifier()).isEqualTo(JACKSON_CBOR);
        same(read(now, manifest(value)), value);
        byte[] bytes = resource(name + ".cbor");
        byte[] manifest = resource(name + ".manifest");
        if (bytes == null && Boolean.getBoolean("mediascope.freeze")) {
            freeze(name + ".cbor", now);
            freeze(name + ".manifest", manifest(value).getBytes(StandardCharsets.UTF_8));
            return;
        }
        assertThat(bytes).as("frozen bytes of " + name).isNotNull();
        same(read(bytes, new String(manifest, StandardCharsets.UTF_8)), value);
    }

    public byte[] write(Object value) {
        return serialization.serialize(value).get();
    }

    private String manifest(Object value) {
        return Serializers.manifestFor(serialization.findSerializerFor(value), value);
    }

    private Object read(byte[] bytes, String manifest) {
        return serialization.deserialize(bytes, JACKSON_CBOR, manifest).get();
    }

    private static void same(Object read, Object value) {
        assertThat(read).hasSameClassAs(value).usingRecursiveComparison().isEqualTo(value);
    }

    private byte[] resource(String file) {
        try (InputStream in = FrozenBytes.class.getResourceAsStream(folder + "/" + file)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void freeze(String file, byte[] bytes) {
        try {
            Path to = Path.of("src/test/resources/io/mediascope/scope/journal", folder, file);
            Files.createDirectories(to.getParent());
            Files.write(to, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
