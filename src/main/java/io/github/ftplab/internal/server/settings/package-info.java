/**
 * What a server is to be: its limits, its texts, how its data connections are made. Knows nothing else of the server.
 */
@NullMarked
package io.github.ftplab.internal.server.settings;

import org.jspecify.annotations.NullMarked;
