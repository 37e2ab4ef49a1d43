package io.github.ftplab.internal.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel: its tests in {@code kernel/tests}, which run it. */
@Timeout(600)
class KernelTestsIT {

    @BeforeAll
    @Timeout(600)
    static void makeEnvironment(@TempDir Path directory) throws IOException {
        PythonTests.makeEnvironment(directory);
    }

    static List<String> modules() {
        return PythonTests.OF_KERNELS;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void pythonTestsPass(String module) {
        PythonTests.run(module);
    }
}
