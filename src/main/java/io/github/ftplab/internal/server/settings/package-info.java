/** The settings of a server: limits, texts, data connections. Depends on nothing else of the server. */
@NullMarked
package io.github.ftplab.internal.server.settings;

import org.jspecify.annotations.NullMarked;
