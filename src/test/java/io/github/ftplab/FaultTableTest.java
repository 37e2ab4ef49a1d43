package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.NothingLeft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Our client meets each fault: it loses nothing, and says what happened. {@code FaultTableIT} has the other clients. */
@ExtendWith(NothingLeft.class)
class FaultTableTest {

    /** What no client can notice by itself: FTP has no checksum, and a listing no end mark. */
    private static final Set<String> CANNOT_BE_NOTICED = Set.of("a flipped byte");

    private static final int AT_ONCE = 8;

    @TempDir
    Path directory;

    @Test
    void ourClientLosesNothingAndSaysWhatHappened() throws Exception {
        var found = outcomes();
        if (Boolean.getBoolean("ftplab.updateFaults")) {
            FaultTable.update(Map.of(FaultTable.OURS, found));
        }

        assertThat(found)
                .allSatisfy(
                        (name, outcome) -> assertThat(FaultTrial.isSilent(outcome) && !CANNOT_BE_NOTICED.contains(name))
                                .as("%s: %s", name, outcome)
                                .isFalse());
        assertThat(FaultTable.column(FaultTable.OURS))
                .as("the column of docs/faults.md; -Dftplab.updateFaults=true writes it")
                .isEqualTo(found);
    }

    private Map<String, String> outcomes() throws Exception {
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var running = new LinkedHashMap<String, Future<String>>();
            for (var fault : FaultCases.all()) {
                Callable<String> trial = () -> outcome(fault);
                running.put(fault.name(), threads.submit(trial));
            }
            var found = new LinkedHashMap<String, String>();
            for (var one : running.entrySet()) {
                found.put(one.getKey(), one.getValue().get());
            }
            return found;
        } finally {
            threads.shutdownNow();
        }
    }

    private String outcome(FaultCases.FaultCase fault) throws IOException {
        try (var trial = new FaultTrial(fault, directory.resolve(fault.name().replaceAll("\\W", "_")))) {
            var outcome = trial.ours();
            return trial.hasHappened() ? outcome : outcome + " (not met)";
        }
    }

    @Test
    void thereAreAtLeastTwentyFiveKindsAndTheTableHasThem() throws IOException {
        List<List<String>> fixed =
                FaultCases.all().stream().map(FaultTable::fixed).toList();

        assertThat(FaultTable.fixed()).isEqualTo(fixed);
        assertThat(fixed)
                .hasSizeGreaterThanOrEqualTo(25)
                .allSatisfy(row ->
                        assertThat(row).allSatisfy(cell -> assertThat(cell).isNotBlank()));
        assertThat(fixed).extracting(row -> row.get(0)).doesNotHaveDuplicates();
    }
}
