package io.github.ftplab.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the tests of a class within a test, to test listeners and extensions. */
final class SampleTests {

    private SampleTests() {}

    /** Runs the tests of a class and notifies the listeners. */
    static TestExecutionSummary run(Class<?> type, TestExecutionListener... listeners) {
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
                        .build(),
                listeners);
        return summary.getSummary();
    }
}
