package io.github.ftplab.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the tests of a class within a test, to test listeners and extensions. */
public final class SampleTests {

    private SampleTests() {}

    /** Runs the tests of a class and notifies the listeners. */
    public static TestExecutionSummary run(Class<?> type, TestExecutionListener... listeners) {
        return run(type, Map.of(), listeners);
    }

    /** Runs the tests of a class with configuration parameters of JUnit's, and notifies the listeners. */
    public static TestExecutionSummary run(
            Class<?> type, Map<String, String> parameters, TestExecutionListener... listeners) {
        var summary = new SummaryGeneratingListener();
        var launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .build());
        launcher.registerTestExecutionListeners(summary);
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(type))
                        .filters(EngineFilter.includeEngines("junit-jupiter"))
                        .configurationParameters(parameters)
                        .build(),
                listeners);
        return summary.getSummary();
    }
}
