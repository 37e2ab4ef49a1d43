/** The record of a server: its log, its events and their listeners, its counters. Knows a client by an immutable value. */
@NullMarked
package io.github.ftplab.internal.server.log;

import org.jspecify.annotations.NullMarked;
