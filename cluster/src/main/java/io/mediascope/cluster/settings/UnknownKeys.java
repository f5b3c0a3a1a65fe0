package io.mediascope.cluster.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Refuses keys under {@code mediascope} that no module documents: a mistyped key would otherwise do nothing, silently. */
final class UnknownKeys {
    private static final String ROOT = "mediascope";

    private final Set<String> known = new TreeSet<>();

    UnknownKeys(Config reference) {
        if (reference.hasPath(ROOT)) {
            collect(ROOT, reference.getObject(ROOT), known);
        }
    }

    /**
     * @param source where {@code given} came from, for the message
     * @throws NodeStartException naming the key and the nearest right one
     */
    void refuseIn(Config given, String source) {
        if (!given.hasPath(ROOT)) {
            return;
        }
        if (!(given.getValue(ROOT) instanceof ConfigObject root)) {
            throw new NodeStartException(source + ": '" + ROOT + "' must be a section, not a value");
        }
        Set<String> paths = new TreeSet<>();
        collect(ROOT, root, paths);
        for (String path : paths) {
            if (!known.contains(path)) {
                throw new NodeStartException(
                        source + ": unknown key '" + path + "'; did you mean '" + nearest(path) + "'?");
            }
        }
    }

    private static void collect(String prefix, ConfigObject object, Set<String> into) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String path = prefix + "." + ConfigUtil.quoteString(entry.getKey()).replace("\"", "");
            into.add(path);
            if (entry.getValue() instanceof ConfigObject nested) {
                collect(path, nested, into);
            }
        }
    }

    private String nearest(String path) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(path, candidate)))
                .orElse(ROOT);
    }

    /** Levenshtein's distance, one row at a time. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[b.length()];
    }
}
