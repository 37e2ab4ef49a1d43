/** Faults and breakpoints: which there are, when they happen, and sessions that are held. */
@NullMarked
package io.github.ftplab.internal.server.fault;

import org.jspecify.annotations.NullMarked;
