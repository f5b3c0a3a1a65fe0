package io.mediascope.cluster.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Reads values with their bounds; each refusal names the key, the value and the bound. */
final class Checked {
    private final Config config;

    Checked(Config config) {
        this.config = config;
    }

    String text(String path) {
        return config.getString(path);
    }

    boolean flag(String path) {
        return config.getBoolean(path);
    }

    /** A list, or, as environment variables and options have it, one text with commas between the entries. */
    List<String> texts(String path) {
        if (config.getValue(path).valueType() == ConfigValueType.STRING) {
            return Arrays.stream(config.getString(path).split(",", -1))
                    .map(String::strip)
                    .filter(entry -> !entry.isEmpty())
                    .toList();
        }
        return config.getStringList(path);
    }

    /** One text of a given form. */
    String matching(String path, String regex) {
        String value = text(path);
        if (!value.matches(regex)) {
            throw new NodeStartException(path + " is \"" + value + "\"; it must match " + regex);
        }
        return value;
    }

    /** Texts of a given form, which {@code form} describes. */
    List<String> matching(String path, String regex, String form) {
        List<String> values = texts(path);
        for (String value : values) {
            if (!value.matches(regex)) {
                throw new NodeStartException(path + " has \"" + value + "\"; an entry is " + form);
            }
        }
        return values;
    }

    int port(String path) {
        int value = config.getInt(path);
        if (value < 0 || value > 65_535) {
            throw new NodeStartException(path + " is " + value + "; it must be 0 (any free port) to 65535");
        }
        return value;
    }

    int atLeast(String path, int least) {
        int value = config.getInt(path);
        if (value < least) {
            throw new NodeStartException(path + " is " + value + "; it must be at least " + least);
        }
        return value;
    }

    int between(String path, int least, int most) {
        int value = config.getInt(path);
        if (value < least || value > most) {
            throw new NodeStartException(path + " is " + value + "; it must be " + least + " to " + most);
        }
        return value;
    }

    double fraction(String path) {
        double value = config.getDouble(path);
        if (!(value >= 0 && value <= 1)) {
            throw new NodeStartException(path + " is " + value + "; it must be 0 to 1");
        }
        return value;
    }

    int sizeBytes(String path, int least) {
        long value = config.getMemorySize(path).toBytes();
        if (value < least || value > Integer.MAX_VALUE) {
            throw new NodeStartException(path + " is " + value + " bytes; it must be at least " + least);
        }
        return (int) value;
    }

    Duration duration(String path, Duration least, Duration most) {
        Duration value = duration(path, least);
        if (value.compareTo(most) > 0) {
            throw new NodeStartException(path + " is " + value + "; it must be at most " + most.toMillis() + " ms");
        }
        return value;
    }

    Duration duration(String path, Duration least) {
        Duration value = config.getDuration(path);
        if (value.compareTo(least) < 0) {
            throw new NodeStartException(path + " is " + value + "; it must be at least " + least.toMillis() + " ms");
        }
        return value;
    }
}
