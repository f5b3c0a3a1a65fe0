package io.mediascope.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of other JVMs of this machine. */
public final class LiveHeap {
    private LiveHeap() {}

    /** Bytes of all objects that live after a full collection, by a class histogram; the process stands still for it. */
    public static long bytes(long pid) throws IOException {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // last line: "Total  <instances>  <bytes>"
        String[] total =
                out.strip().substring(out.strip().lastIndexOf('\n') + 1).strip().split("\\s+");
        return Long.parseLong(total[2]);
    }

    /** Bytes of a process that are in RAM, whatever they are for (proc(5), VmRSS). */
    public static long residentBytes(long pid) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " does not run"));
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
}
