/**
 * TLS for a session (RFC 4217): trusted certificates, and data connections that resume the control connection's TLS
 * session.
 */
@NullMarked
package io.github.ftplab.internal.client.tls;

import org.jspecify.annotations.NullMarked;
