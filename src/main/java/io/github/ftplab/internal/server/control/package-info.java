/**
 * The control connection: listener, command decoding and queueing, replies, TLS (RFC 959, section 5.3; RFC 4217).
 */
@NullMarked
package io.github.ftplab.internal.server.control;

import org.jspecify.annotations.NullMarked;
