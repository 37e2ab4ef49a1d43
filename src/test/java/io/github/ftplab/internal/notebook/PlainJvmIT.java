package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar in a plain JVM: without a kernel or any other library. */
class PlainJvmIT {

    /** Each implements the interfaces of one kernel, and nothing refers to it without that kernel. */
    private static final List<String> ADAPTERS = List.of(
            "io.github.ftplab.internal.notebook.jjava.JJavaBuilder",
            "io.github.ftplab.internal.notebook.jjava.JJavaConnection",
            "io.github.ftplab.internal.notebook.jjava.JJavaConnection$Info",
            "io.github.ftplab.internal.notebook.jjava.JJavaExtension",
            "io.github.ftplab.internal.notebook.jjava.JJavaAdapter",
            "io.github.ftplab.internal.notebook.jjava.JJavaReplies",
            "io.github.ftplab.internal.notebook.jjava.JJavaRequests",
            "io.github.ftplab.internal.notebook.jjava.JJavaRequests$History",
            "io.github.ftplab.internal.notebook.rapaio.RapaioAdapter",
            "io.github.ftplab.internal.notebook.rapaio.RapaioAdapter$OfType");

    @Test
    void everyClassLoadsButForTheAdaptersOfKernelsAndJUnit() throws IOException {
        var failed = new TreeSet<String>();
        try (var jar = new JarFile(Programs.jar().toFile());
                var loader = new URLClassLoader(
                        new URL[] {Programs.jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var names = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("io/github/ftplab/") && !name.contains("/shaded/"))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
                    .filter(name -> !name.startsWith("io.github.ftplab.junit."))
                    .toList();
            assertThat(names).hasSizeGreaterThan(150);
            for (var name : names) {
                try {
                    Class.forName(name, true, loader);
                } catch (ClassNotFoundException | LinkageError e) {
                    failed.add(name);
                }
            }
        }

        assertThat(failed).containsExactlyInAnyOrderElementsOf(ADAPTERS);
    }

    /** Kernels and JShell use the same API for completion (Tab) and documentation (Shift-Tab). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "io.github.ftplab.FtpServer.builder().user( | String name, String password, ",
                "io.github.ftplab.FtpClient.connect( | String host, int port",
                "io.github.ftplab.Permission.parse( | String letters"
            })
    void inspectionShowsTheNamesOfParameters(String typed, String parameters) {
        try (var shell = JShell.create()) {
            shell.addToClasspath(Programs.jar().toString());
            var code = typed.strip();

            assertThat(shell.sourceCodeAnalysis().documentation(code, code.length(), false))
                    .anyMatch(documentation -> documentation.signature().contains(parameters.strip()));
        }
    }
}
