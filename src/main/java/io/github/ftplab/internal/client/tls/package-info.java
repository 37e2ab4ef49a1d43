/**
 * TLS of a session (RFC 4217): trusted certificates, and data connections that resume the TLS session of the control
 * connection.
 */
@NullMarked
package io.github.ftplab.internal.client.tls;

import org.jspecify.annotations.NullMarked;
