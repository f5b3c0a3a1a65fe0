package io.mediascope.ops.cli;

import java.util.concurrent.Callable;

/**
 * A command that another module brings: a class annotated with picocli's {@code @Command}, public, with a public constructor
 * without arguments, named in {@code META-INF/services/io.mediascope.ops.cli.FurtherCommand}. Its value is the exit code.
 */
public interface FurtherCommand extends Callable<Integer> {}
