package io.github.ftplab.internal.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What installs and starts the kernel, {@code lab.py} and the benchmarks: all but {@link KernelTestsIT}. */
@Timeout(600)
class KernelToolsIT {

    @BeforeAll
    @Timeout(600)
    static void makeEnvironment(@TempDir Path directory) throws IOException {
        PythonTests.makeEnvironment(directory);
    }

    static List<String> modules() throws IOException {
        return PythonTests.others();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void pythonTestsPass(String module) {
        PythonTests.run(module);
    }
}
