package io.mediascope.cluster.wire;

import akka.actor.typed.ActorRef;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a value of any record, each of its components told from the others where its type allows that. Deterministic. */
final class Samples {
    private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.010Z");
    private static final byte[] BYTES = {1, 2, 3, 4};

    private final ActorRef<?> anyone;
    private int next;

    Samples(ActorRef<?> anyone) {
        this.anyone = anyone;
    }

    Object of(Class<?> record) throws ReflectiveOperationException {
        next = 1;
        return sample(record, record.getSimpleName());
    }

    private Object sample(Type type, String name) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, name);
        }
        if (type instanceof GenericArrayType) {
            throw new AssertionError("no sample of " + type);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return record(raw);
        }
        if (raw.isEnum()) {
            Object[] values = raw.getEnumConstants();
            return values[next++ % values.length];
        }
        if (raw.isSealed()) {
            return sample(firstOf(raw), name);
        }
        return plain(raw, name);
    }

    private static Class<?> firstOf(Class<?> sealed) {
        Class<?>[] permitted = sealed.getPermittedSubclasses();
        return Arrays.stream(permitted).filter(Class::isRecord).findFirst().orElseGet(() -> firstOf(permitted[0]));
    }

    private Object record(Class<?> record) throws ReflectiveOperationException {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = sample(components[i].getGenericType(), components[i].getName());
        }
        Constructor<?> constructor = record.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private Object generic(ParameterizedType type, String name) throws ReflectiveOperationException {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (raw == ActorRef.class) {
            return anyone;
        }
        if (raw == List.class) {
            return List.of(sample(of[0], name));
        }
        if (raw == Set.class) {
            return Set.of(sample(of[0], name));
        }
        if (raw == Map.class) {
            return Map.of(sample(of[0], name), sample(of[1], name));
        }
        if (raw == Optional.class) {
            return Optional.of(sample(of[0], name));
        }
        throw new AssertionError("no sample of " + type);
    }

    private Object plain(Class<?> type, String name) {
        if (type == String.class) {
            return name;
        }
        if (type == boolean.class || type == Boolean.class) {
            return true;
        }
        if (type == int.class || type == Integer.class) {
            return next++;
        }
        if (type == long.class || type == Long.class) {
            return (long) next++;
        }
        if (type == double.class || type == Double.class) {
            return next++ + 0.5;
        }
        if (type == byte.class) {
            return (byte) next++;
        }
        if (type == byte[].class) {
            return BYTES.clone();
        }
        if (type == Instant.class) {
            return TIME;
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(next++);
        }
        throw new AssertionError("no sample of " + type);
    }
}
