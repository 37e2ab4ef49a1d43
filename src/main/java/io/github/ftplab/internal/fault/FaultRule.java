package io.github.ftplab.internal.fault;

/**
 * A fault and when it happens.
 *
 * @param point where
 * @param action what
 * @param every only each so-many-th time that a session comes to the point; 1 for each time
 * @param times how often at most; 0 for no limit
 * @param text the rule as code, for the log
 */
public record FaultRule(SessionPoint point, FaultAction action, long every, long times, String text) {}
